import { LatheError } from '../shared/errors';
import { formatInteger } from '../shared/units';

export function batchInvalid(size: number, largest: number): LatheError {
  return new LatheError({
    code: 'benchmark.batchInvalid',
    kind: 'usage',
    message: `A batch cannot have ${size} samples; it must be a whole number from 1 to ${formatInteger(largest)}.`,
    next: 'Give another batch size.',
  });
}

export function settingInvalid(name: string, value: number, allowed: string): LatheError {
  return new LatheError({
    code: 'benchmark.settingInvalid',
    kind: 'usage',
    message: `The ${name} cannot be ${value}; it must be ${allowed}.`,
    next: 'Give another value.',
  });
}
