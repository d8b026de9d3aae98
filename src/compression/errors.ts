import path from 'node:path';
import { LatheError } from '../shared/errors';

export function sameAsSource(file: string): LatheError {
  return new LatheError({
    code: 'result.sameAsSource',
    kind: 'refused',
    message: `The result would replace its own source ${path.basename(file)}.`,
    next: 'Name another target with --out.',
    file,
  });
}

export function notAnOnnxName(out: string): LatheError {
  return new LatheError({
    code: 'result.notAnOnnxName',
    kind: 'usage',
    message: `The result cannot be called ${JSON.stringify(out)}, because it is an ONNX model.`,
    next: 'Let --out end in .onnx.',
  });
}

export function alreadyQuantized(file: string, operators: readonly string[], count: number): LatheError {
  return new LatheError({
    code: 'quantize.alreadyQuantized',
    kind: 'refused',
    message: `${path.basename(file)} is quantized already: it has ${count} nodes of ${operators.join(', ')}.`,
    next: 'Choose the float model it was made from.',
    file,
  });
}

/** `method` is empty or ` by the static method`; `found` says what was there instead. */
export function nothingToQuantize(file: string, method: string, found: string): LatheError {
  return new LatheError({
    code: 'quantize.nothingToQuantize',
    kind: 'refused',
    message: `${path.basename(file)} has no layer that can be quantized${method}: ${found}.`,
    next: 'INT8 needs Conv, MatMul or Gemm nodes with constant float32 weights.',
    file,
  });
}

export function nothingFaster(file: string, measured: string): LatheError {
  return new LatheError({
    code: 'quantize.nothingFaster',
    kind: 'refused',
    message: `No layer of ${path.basename(file)} is faster in INT8 on this machine: ${measured}.`,
    next: 'To quantize for size alone, use --no-latency-gate, in the editor "Quantize with Options…".',
    file,
  });
}

export function opsetTooOld(file: string, opset: number, needed: number, reason: string): LatheError {
  return new LatheError({
    code: 'quantize.opsetTooOld',
    kind: 'unsupported',
    message: `${path.basename(file)} uses opset ${opset}, INT8 operators exist since opset ${needed}, and it cannot be raised: ${reason}.`,
    next: 'Export the model again with opset 13 or later.',
    file,
  });
}

export function unknownNode(file: string, name: string, known: readonly string[]): LatheError {
  const some = known.slice(0, 5).map(each => `"${each}"`);
  return new LatheError({
    code: 'quantize.unknownNode',
    kind: 'usage',
    message: `There is no node "${name}" to leave out.`,
    next: some.length === 0 ? 'The model has no nodes.' : `Nodes are, for example, ${some.join(', ')}.`,
    file,
  });
}

/** The runtime accepts the source and not what was made of it; `next` says how to get around it. */
export function resultRejected(next: string, cause: LatheError): LatheError {
  return new LatheError(
    {
      code: 'result.rejected',
      kind: 'runtime',
      message: `The new model does not run, so nothing was written. ${cause.info.message}`,
      next,
    },
    { cause },
  );
}

export function unknownPass(id: string, known: readonly string[]): LatheError {
  return new LatheError({
    code: 'simplify.unknownPass',
    kind: 'usage',
    message: `There is no simplification called ${JSON.stringify(id)}.`,
    next: `There are: ${known.join(', ')}.`,
  });
}

/** `options` are what would have to be given for the pass to have something to do. */
export function passNeedsOption(id: string, option: string): LatheError {
  return new LatheError({
    code: 'simplify.passNeedsOption',
    kind: 'usage',
    message: `The simplification ${id} does nothing of its own accord.`,
    next: `Say what it should do with ${option}.`,
  });
}

export function cannotRaiseOpset(file: string, from: number, to: number, reason: string): LatheError {
  return new LatheError({
    code: 'simplify.opset',
    kind: 'unsupported',
    message: `${path.basename(file)} uses opset ${from}, which cannot become ${to}: ${reason}.`,
    next: 'Leave --opset out, or export the model again with the opset that is needed.',
    file,
  });
}

export function cannotUseFloat32(file: string, reason: string): LatheError {
  return new LatheError({
    code: 'simplify.float32',
    kind: 'unsupported',
    message: `${path.basename(file)} cannot be made to compute in float32: ${reason}.`,
    next: 'Leave --float32 out, or export the model again in float32.',
    file,
  });
}
