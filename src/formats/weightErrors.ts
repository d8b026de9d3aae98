import { errorInfo, LatheError } from '../shared/errors';
import { formatBytes, formatInteger } from '../shared/units';

function tensorPlace(tensor: string): string {
  return tensor === '' ? 'an unnamed tensor' : `tensor "${tensor}"`;
}

export function externalMissing(tensor: string, location: string, file: string): LatheError {
  return new LatheError({
    code: 'external.missing',
    kind: 'missing',
    message: `Its values are in ${JSON.stringify(location)}, which does not exist.`,
    next: `Put the file there: ${file}`,
    place: tensorPlace(tensor),
  });
}

export function externalEscapes(tensor: string, location: string): LatheError {
  return new LatheError({
    code: 'external.escapes',
    kind: 'refused',
    message: `Its values are said to be in ${JSON.stringify(location)}, which is outside the model's folder.`,
    next: 'If you trust the model, copy the file into its folder and export or edit the reference; it is not followed.',
    place: tensorPlace(tensor),
  });
}

export function externalNotAFile(tensor: string, location: string, cause: unknown): LatheError {
  return new LatheError(
    {
      code: 'external.notAFile',
      kind: 'refused',
      message: `Its values are in ${JSON.stringify(location)}, which cannot be used: ${errorInfo(cause).message}`,
      next: 'Put the weights file that came with the model in its place.',
      place: tensorPlace(tensor),
    },
    { cause },
  );
}

export function externalTooShort(tensor: string, location: string, needed: number, size: number): LatheError {
  return new LatheError({
    code: 'external.tooShort',
    kind: 'malformed',
    message:
      `Its values reach to byte ${formatInteger(needed)} of ${JSON.stringify(location)}, ` +
      `which has ${formatInteger(size)}.`,
    next: 'Copy or download the weights file again; it is incomplete or belongs to another model.',
    place: tensorPlace(tensor),
  });
}

export function wrongAmount(tensor: string, stored: number, wanted: number): LatheError {
  return new LatheError({
    code: 'weight.wrongAmount',
    kind: 'malformed',
    message: `It stores ${formatInteger(stored)} bytes where its shape and type take ${formatInteger(wanted)}.`,
    next: 'Export the model again.',
    place: tensorPlace(tensor),
  });
}

export function noValues(tensor: string): LatheError {
  return new LatheError({
    code: 'weight.noValues',
    kind: 'missing',
    message: 'The file has its shape and type but not its values.',
    next: 'Get the model with its weights.',
    place: tensorPlace(tensor),
  });
}

export function badNumbers(tensor: string): LatheError {
  return new LatheError({
    code: 'weight.badNumbers',
    kind: 'malformed',
    message: 'Its list of numbers is damaged: one is cut off or longer than a number may be.',
    next: 'Copy or download the file again; it is incomplete or damaged.',
    place: tensorPlace(tensor),
  });
}

export function notNumeric(tensor: string): LatheError {
  return new LatheError({
    code: 'weight.notNumeric',
    kind: 'usage',
    message: 'It holds strings, which have no element bytes.',
    next: 'Look at its strings in the graph instead.',
    place: tensorPlace(tensor),
  });
}

export function outOfElements(tensor: string, first: number, count: number, elements: number): LatheError {
  return new LatheError({
    code: 'weight.outOfRange',
    kind: 'usage',
    message: `Elements ${formatInteger(first)} to ${formatInteger(first + count)} of ${formatInteger(elements)} were asked for.`,
    next: 'Ask for elements the tensor has.',
    place: tensorPlace(tensor),
  });
}

export function tooLargeForMemory(tensor: string, bytes: number, limit: number): LatheError {
  return new LatheError({
    code: 'weight.tooLarge',
    kind: 'refused',
    message: `${formatBytes(bytes)} at once is more than the limit of ${formatBytes(limit)}.`,
    next: 'Read it in chunks.',
    place: tensorPlace(tensor),
  });
}
