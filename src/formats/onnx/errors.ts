import { type ErrorInfo, LatheError } from '../../shared/errors';
import { formatBytes, formatInteger } from '../../shared/units';

const DOWNLOAD_AGAIN = 'Copy or download the file again; it is incomplete or damaged.';
const EXPORT_AGAIN = 'Export the model again.';

function bytePlace(offset: number): string {
  return `byte ${formatInteger(offset)}`;
}

function malformed(code: string, message: string, place: string, next = DOWNLOAD_AGAIN): LatheError {
  return new LatheError({ code, kind: 'malformed', message, next, place } satisfies ErrorInfo);
}

/** A message or number that would end after its parent, or after the file. */
export function truncated(offset: number, end: number, limit: number): LatheError {
  return malformed(
    'onnx.truncated',
    `A part that starts here would end at byte ${formatInteger(end)}, but its surroundings end at byte ${formatInteger(limit)}.`,
    bytePlace(offset),
  );
}

export function badVarint(offset: number): LatheError {
  return malformed(
    'onnx.badNumber',
    'A number here is longer than the ten bytes a number may take.',
    bytePlace(offset),
  );
}

export function badTag(offset: number, field: number, wire: number): LatheError {
  return malformed(
    'onnx.badField',
    `Field ${field} of kind ${wire} cannot be part of an ONNX file.`,
    bytePlace(offset),
    'The file is damaged or is not ONNX; download or export it again.',
  );
}

export function tooDeep(offset: number, limit: number): LatheError {
  return new LatheError({
    code: 'onnx.tooDeep',
    kind: 'refused',
    message: `The structure is nested more than ${limit} levels deep.`,
    next: 'Simplify the model with its exporter; subgraphs this deep cannot be opened.',
    place: bytePlace(offset),
  });
}

export function inlineTooLarge(offset: number, length: number, limit: number): LatheError {
  return new LatheError({
    code: 'onnx.inlineTooLarge',
    kind: 'refused',
    message: `One name, text or unknown field takes ${formatBytes(length)}; the limit is ${formatBytes(limit)}.`,
    next: 'Export the model without this text.',
    place: bytePlace(offset),
  });
}

export function structureTooLarge(limit: number): LatheError {
  return new LatheError({
    code: 'onnx.structureTooLarge',
    kind: 'refused',
    message: `The structure without weights takes more than ${formatBytes(limit)}.`,
    next: 'Split the model, or store its weights as raw data.',
  });
}

export function tooManyItems(limit: number): LatheError {
  return new LatheError({
    code: 'onnx.tooManyItems',
    kind: 'refused',
    message: `The structure has more than ${formatInteger(limit)} parts.`,
    next: 'Split the model, or move long lists of numbers from attributes into tensors.',
  });
}

/** A well-framed part whose contents protobuf cannot decode. */
export function undecodable(message: string, offset: number, cause: unknown): LatheError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LatheError(
    {
      code: 'onnx.undecodable',
      kind: 'malformed',
      message: `A ${message} that starts near here cannot be decoded: ${reason}.`,
      next: DOWNLOAD_AGAIN,
      place: bytePlace(offset),
    },
    { cause },
  );
}

export function noGraph(): LatheError {
  return new LatheError({
    code: 'onnx.noGraph',
    kind: 'malformed',
    message: 'The model has no graph.',
    next: EXPORT_AGAIN,
  });
}

export function unsafeInteger(what: string, value: string, place: string): LatheError {
  return malformed('onnx.unsafeInteger', `${what} is ${value}, which is outside ±2^53.`, place, EXPORT_AGAIN);
}

export function negativeDimension(tensor: string, dims: readonly string[]): LatheError {
  return malformed(
    'onnx.negativeDimension',
    `The tensor has the shape [${dims.join(', ')}]; stored tensors have no negative dimensions.`,
    tensor,
    EXPORT_AGAIN,
  );
}

export function tooManyElements(tensor: string, dims: readonly string[]): LatheError {
  return malformed(
    'onnx.tooManyElements',
    `The shape [${dims.join(', ')}] has more elements than can be counted exactly (2^53).`,
    tensor,
    EXPORT_AGAIN,
  );
}

export function tooManyDimensions(tensor: string, rank: number, limit: number): LatheError {
  return malformed(
    'onnx.tooManyDimensions',
    `The tensor has ${formatInteger(rank)} dimensions; the limit is ${limit}.`,
    tensor,
    EXPORT_AGAIN,
  );
}

export function unknownElementType(where: string, code: number): LatheError {
  return new LatheError({
    code: 'onnx.unknownElementType',
    kind: 'unsupported',
    message: `Element type ${code} is not one of ONNX 1.23.`,
    next: 'Update Model Lathe, or export the model for an older ONNX version.',
    place: where,
  });
}

/** Values of one tensor in several places whose order was lost. */
export function ambiguousValues(tensor: string): LatheError {
  return malformed(
    'onnx.ambiguousValues',
    'The tensor stores its values in several pieces that contradict each other.',
    tensor,
    EXPORT_AGAIN,
  );
}

export function badExternalEntry(tensor: string, key: string, value: string): LatheError {
  return malformed(
    'onnx.badExternalData',
    `The external data entry "${key}" is ${JSON.stringify(value.slice(0, 80))}, not a byte count.`,
    tensor,
    EXPORT_AGAIN,
  );
}

export function noExternalLocation(tensor: string): LatheError {
  return malformed(
    'onnx.badExternalData',
    'The tensor says that its values are in another file but not in which.',
    tensor,
    EXPORT_AGAIN,
  );
}

export function payloadMismatch(produced: number, declared: number): LatheError {
  return new LatheError({
    code: 'onnx.payloadMismatch',
    kind: 'internal',
    message: `A pass announced a tensor of ${formatInteger(declared)} bytes and produced ${formatInteger(produced)}.`,
  });
}

export function unknownPayload(source: number): LatheError {
  return new LatheError({
    code: 'onnx.unknownPayload',
    kind: 'internal',
    message: `A tensor refers to payload ${source}, which is not in the table it is written with.`,
  });
}

export function tooLargeForOneMessage(bytes: number, limit: number): LatheError {
  return new LatheError({
    code: 'onnx.tooLargeForOneMessage',
    kind: 'unsupported',
    message: `Without its weights the model still takes ${formatBytes(bytes)}; an ONNX file holds ${formatBytes(limit)}.`,
    next: 'Turn large Constant nodes into initializers, whose values can lie in a second file.',
  });
}
