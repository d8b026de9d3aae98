import { LatheError } from '../../shared/errors';
import { formatBytes, formatInteger } from '../../shared/units';

export function tensorUndecodable(cause: unknown): LatheError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LatheError(
    {
      code: 'onnx.tensorUndecodable',
      kind: 'malformed',
      message: `This is not a TensorProto: ${reason.replace(/\.$/, '')}.`,
      next: 'Write it with onnx.numpy_helper.from_array(...).SerializeToString().',
    },
    { cause },
  );
}

export function tensorIncomplete(elements: number, bytes: number): LatheError {
  return new LatheError({
    code: 'onnx.tensorIncomplete',
    kind: 'malformed',
    message: `The tensor has ${formatInteger(elements)} elements and ${formatBytes(bytes)} of values.`,
    next: 'Write the file again; it is incomplete or damaged.',
  });
}

export function tensorElsewhere(): LatheError {
  return new LatheError({
    code: 'onnx.tensorElsewhere',
    kind: 'unsupported',
    message: 'The values of the tensor are in another file.',
    next: 'Store the values inside the tensor.',
  });
}

export function tensorType(dtype: string): LatheError {
  return new LatheError({
    code: 'onnx.tensorType',
    kind: 'unsupported',
    message: `A tensor of ${dtype} cannot be fed to a model here.`,
    next: 'Use inputs of a plain integer, floating-point, boolean or text type.',
  });
}
