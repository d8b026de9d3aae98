import { LatheError } from '../../shared/errors';
import { formatBytes, formatInteger } from '../../shared/units';

function place(name: string): string {
  return `tensor "${name}"`;
}

export function badMatrix(name: string, why: string): LatheError {
  return new LatheError({
    code: 'picture.badMatrix',
    kind: 'usage',
    message: `It cannot be seen as this matrix: ${why}.`,
    next: 'Choose other rows and columns.',
    place: place(name),
  });
}

export function blockTooLarge(name: string, elements: number, limit: number): LatheError {
  return new LatheError({
    code: 'picture.blockTooLarge',
    kind: 'refused',
    message: `${formatInteger(elements)} elements at once were asked for; ${formatInteger(limit)} are the most.`,
    next: 'Ask for fewer, or export the weight.',
    place: place(name),
  });
}

export function noNumbers(name: string, dtype: string): LatheError {
  return new LatheError({
    code: 'picture.noNumbers',
    kind: 'unsupported',
    message: `It holds ${dtype} elements, which are no numbers to draw.`,
    next: 'Look at its values instead.',
    place: place(name),
  });
}

export function badIndices(name: string, why: string): LatheError {
  return new LatheError({
    code: 'picture.badIndices',
    kind: 'malformed',
    message: `The places of its stored elements are damaged: ${why}.`,
    next: 'Export the model again.',
    place: place(name),
  });
}

export function tooManyStored(name: string, stored: number, limit: number): LatheError {
  return new LatheError({
    code: 'picture.tooManyStored',
    kind: 'refused',
    message: `It stores ${formatInteger(stored)} elements by their places; ${formatInteger(limit)} are the most that are kept in memory.`,
    next: 'Look at a smaller sparse tensor, or convert it to a dense one.',
    place: place(name),
  });
}

export function exportTooLarge(name: string, bytes: number, limit: number): LatheError {
  return new LatheError({
    code: 'picture.exportTooLarge',
    kind: 'refused',
    message: `Written out in full it takes ${formatBytes(bytes)}; ${formatBytes(limit)} is the most.`,
    next: 'Sparse tensors and texts grow when they are written out: use the model file itself.',
    place: place(name),
  });
}

export function cannotWriteForm(name: string, form: string): LatheError {
  return new LatheError({
    code: 'picture.cannotWriteForm',
    kind: 'usage',
    message: `It cannot be written as ${form}.`,
    next: 'Choose one of the forms that are offered.',
    place: place(name),
  });
}
