import { type DeclaredInput, freeName } from '../analysis/inputs/freeDimensions';
import type { FreeDimension } from '../shared/reports/measurement';
import { dimensionConflict } from './errors';
import type { Feeds } from './sampleSet';

/**
 * The size each free dimension has in the feeds.
 * @throws LatheError `samples.dimensionConflict` when two arrays disagree on a named one.
 */
export function usedDimensions(file: string, inputs: readonly DeclaredInput[], feeds: Feeds): readonly FreeDimension[] {
  const found = new Map<string, { array: string; size: number }>();
  for (const { name: input, type } of inputs) {
    if (type?.kind !== 'tensor') continue;
    for (const [axis, declared] of (type.shape ?? []).entries()) {
      const name = freeName(input, axis, declared);
      const size = feeds.get(input)?.shape[axis];
      if (name === null || size === undefined) continue;
      const known = found.get(name);
      if (known !== undefined && known.size !== size)
        throw dimensionConflict(file, name, { array: input, size }, known);
      found.set(name, { array: input, size });
    }
  }
  return Array.from(found, ([name, { size }]) => ({ name, value: size }));
}
