import path from 'node:path';
import { errorInfo, LatheError } from '../shared/errors';
import { formatBytes, formatInteger } from '../shared/units';

const SAMPLES_HELP =
  'Write the arrays with numpy.savez(NAME.samples.npz, ...), one per model input under its name, samples along the first axis.';

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map(name => `"${name}"`).join(', ');
}

function shapeText(shape: readonly (number | string | null)[]): string {
  return `[${shape.map(size => size ?? '?').join(',')}]`;
}

function inArray(file: string, array: string, code: string, message: string, next: string): LatheError {
  return new LatheError({ code, kind: 'usage', message, next, file, place: `array "${array}"` });
}

export function inputTooLarge(input: string, shape: readonly number[], limit: number): LatheError {
  return new LatheError({
    code: 'samples.inputTooLarge',
    kind: 'refused',
    message: `Input "${input}" of shape ${shapeText(shape)} would need more than ${formatBytes(limit)}.`,
    next: 'Give its free dimensions smaller sizes, or use a smaller batch.',
  });
}

export function inputNotTensor(input: string): LatheError {
  return new LatheError({
    code: 'samples.inputNotTensor',
    kind: 'unsupported',
    message: `Input "${input}" is not a tensor; sequences, maps and optionals cannot be fed.`,
    next: 'Export the model with tensor inputs to run it; inspection works as it is.',
  });
}

export function inputNotGenerated(input: string, dtype: string): LatheError {
  return new LatheError({
    code: 'samples.inputNotGenerated',
    kind: 'unsupported',
    message: `Input "${input}" has type ${dtype}, for which no values can be made up.`,
    next: 'Export the model with inputs of another type to run it; inspection works as it is.',
  });
}

export function dataMissing(data: string): LatheError {
  return new LatheError({
    code: 'samples.missing',
    kind: 'missing',
    message: 'There are no samples here.',
    next: 'Name a .npz file, a test_data_set_* folder, or a folder that has such folders.',
    file: data,
  });
}

export function dataUnreadable(data: string, cause: unknown): LatheError {
  const info = errorInfo(cause);
  return new LatheError(
    {
      code: 'samples.unreadable',
      kind: 'environment',
      message: `The samples cannot be read: ${info.message}.`,
      next: 'Check that the file is there and readable.',
      file: data,
    },
    { cause },
  );
}

export function notNpz(file: string, cause: unknown): LatheError {
  const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
  return new LatheError(
    {
      code: 'npz.notAZip',
      kind: 'malformed',
      message: `This is not a complete .npz file: ${reason}.`,
      next: SAMPLES_HELP,
      file,
    },
    { cause },
  );
}

export function npzTooLarge(file: string, array: string, bytes: number, limit: number): LatheError {
  return inArray(
    file,
    array,
    'npz.tooLarge',
    `It needs ${formatBytes(bytes)}, more than the ${formatBytes(limit)} that are read.`,
    'Store fewer samples, or a smaller element type.',
  );
}

export function npzTooManyArrays(file: string, limit: number): LatheError {
  return new LatheError({
    code: 'npz.tooManyArrays',
    kind: 'refused',
    message: `The file has more than ${formatInteger(limit)} entries.`,
    next: SAMPLES_HELP,
    file,
  });
}

export function arrayEncrypted(file: string, array: string): LatheError {
  return inArray(file, array, 'npz.encrypted', 'It is encrypted.', 'Save the samples without a password.');
}

export function npyMalformed(file: string, array: string, what: string): LatheError {
  return new LatheError({
    code: 'npy.malformed',
    kind: 'malformed',
    message: `It is not a valid .npy array: ${what}.`,
    next: SAMPLES_HELP,
    file,
    place: `array "${array}"`,
  });
}

export function npyPickled(file: string, array: string): LatheError {
  return inArray(
    file,
    array,
    'npy.pickled',
    'It holds pickled Python objects, which are never read because that runs code from the file.',
    'Convert it with .astype(...) to numbers or to fixed-length text (numpy dtype "U") before saving.',
  );
}

export function npyUnsupported(file: string, array: string, descr: string): LatheError {
  return inArray(
    file,
    array,
    'npy.unsupportedType',
    `Its numpy type ${descr} is not one that models take.`,
    'Convert it with .astype(...) to a plain integer, floating-point, boolean or text type before saving.',
  );
}

export function arrayMissing(file: string, input: string, found: readonly string[]): LatheError {
  return new LatheError({
    code: 'samples.arrayMissing',
    kind: 'usage',
    message: `There is no array for input "${input}"; found ${list(found)}.`,
    next: 'Save one array per model input, under the name of the input.',
    file,
  });
}

export function arrayType(file: string, array: string, found: string, expected: string): LatheError {
  return inArray(
    file,
    array,
    'samples.type',
    `Its type is ${found}, the model expects ${expected}.`,
    `Convert it with .astype("${expected}") before saving.`,
  );
}

export function arrayShape(
  file: string,
  array: string,
  found: readonly number[],
  expected: readonly (number | string | null)[],
): LatheError {
  return inArray(
    file,
    array,
    'samples.shape',
    `Its shape is ${shapeText(found)}, the model expects ${shapeText(expected)} with samples along the first axis.`,
    'Reshape the array before saving.',
  );
}

export function arrayCount(file: string, array: string, found: number, other: string, expected: number): LatheError {
  return inArray(
    file,
    array,
    'samples.count',
    `It has ${formatInteger(found)} samples, "${other}" has ${formatInteger(expected)}.`,
    'Save arrays with the same number of samples along the first axis.',
  );
}

export function arrayEmpty(file: string, array: string): LatheError {
  return inArray(file, array, 'samples.empty', 'It has no samples.', 'Save at least one sample.');
}

export function tooFewForBatch(file: string, count: number, batch: number): LatheError {
  return new LatheError({
    code: 'samples.tooFewForBatch',
    kind: 'usage',
    message: `There are ${formatInteger(count)} samples and the model runs ${formatInteger(batch)} at a time.`,
    next: `Save at least ${formatInteger(batch)} samples.`,
    file,
  });
}

export function labelsMalformed(file: string, array: string, what: string): LatheError {
  return inArray(
    file,
    array,
    'samples.labels',
    `The labels must be one whole number per sample, and this is ${what}.`,
    'Save the class index of each sample as a one-dimensional integer array.',
  );
}

export function dimensionConflict(
  file: string,
  name: string,
  one: { readonly array: string; readonly size: number },
  other: { readonly array: string; readonly size: number },
): LatheError {
  return inArray(
    file,
    one.array,
    'samples.dimensionConflict',
    `Dimension "${name}" is ${one.size} here and ${other.size} in "${other.array}".`,
    'Save arrays that agree on every named dimension.',
  );
}

export function testDataCount(folder: string, found: number, expected: number): LatheError {
  return new LatheError({
    code: 'samples.testDataCount',
    kind: 'usage',
    message: `There are ${found} input_*.pb files and the model has ${expected} inputs.`,
    next: 'Store one TensorProto per model input: input_0.pb, input_1.pb and so on.',
    file: folder,
  });
}

export function testDataTooLarge(file: string, bytes: number, limit: number): LatheError {
  return new LatheError({
    code: 'samples.testDataTooLarge',
    kind: 'refused',
    message: `${path.basename(file)} has ${formatBytes(bytes)}, more than the ${formatBytes(limit)} that are read.`,
    next: 'Use smaller test inputs.',
    file,
  });
}
