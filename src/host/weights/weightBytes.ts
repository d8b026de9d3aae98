import type { ReadElements } from '../../analysis/picture/subject';
import { readWeightBytes, type WeightFiles } from '../../formats/weightReader';
import type { Weight } from '../../model/model';

/** Lists of numbers of variable length have to be read from their start: up to this size one is kept in memory instead. */
const MOST_KEPT = 256 * 2 ** 20;

/** Reads any range of any weight. */
export function rangedReads(files: WeightFiles): ReadElements {
  let kept: { readonly weight: Weight; readonly inMemory: Promise<Weight> } | null = null;
  return async (weight, first, count) => {
    if (!isList(weight) || weight.bytes > MOST_KEPT) return readWeightBytes(weight, files, first, count);
    if (kept?.weight !== weight) kept = { weight, inMemory: readWhole(weight, files) };
    const now = kept;
    try {
      return await readWeightBytes(await now.inMemory, files, first, count);
    } catch (thrown) {
      if (kept === now) kept = null;
      throw thrown;
    }
  };
}

async function readWhole(weight: Weight, files: WeightFiles): Promise<Weight> {
  return { ...weight, payload: { kind: 'inline', bytes: await readWeightBytes(weight, files) } };
}

function isList({ payload }: Weight): boolean {
  return payload.kind === 'typed' && payload.field !== 'float' && payload.field !== 'double';
}
