import { LatheError } from '../../shared/errors';
import { formatInteger } from '../../shared/units';

export function dimensionUnknown(name: string, known: readonly string[]): LatheError {
  return new LatheError({
    code: 'dimension.unknown',
    kind: 'usage',
    message: `No input has a free dimension called "${name}"; there are: ${list(known)}.`,
    next: 'Name one of those, or leave the option out.',
  });
}

export function dimensionValue(name: string, value: number, most: number): LatheError {
  return new LatheError({
    code: 'dimension.value',
    kind: 'usage',
    message: `Dimension "${name}" cannot be ${value}; it must be a whole number from 0 to ${formatInteger(most)}.`,
    next: 'Give it another size.',
  });
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map(name => `"${name}"`).join(', ');
}
