import { DTYPES } from '../model/dtype';
import { decodeElements, type NumericArray } from '../model/elements';
import type { Model, Weight } from '../model/model';
import { allWeightsStepwise } from '../model/queries';
import { LatheError } from '../shared/errors';
import { SHAPE_CONSTANT_BYTES } from './limits';
import { Pace, paced } from './pace';
import { readWeightBytes, type WeightFiles } from './weightReader';

/** Floats in shape computations are the scales of a few axes; longer lists are weights. */
const MOST_FLOATS = 16;

/**
 * Reads the constants that shapes may be computed from and that opening left in their files: integers of at most `mostElements`
 * elements that are longer than what opening keeps, or whatever is in external files. Those that cannot be read are not
 * given: whoever needs the weight itself says why.
 */
export async function readSmallConstants(
  model: Model,
  files: WeightFiles,
  mostElements: number,
): Promise<(weight: Weight) => NumericArray | null> {
  const found = new Map<Weight, NumericArray>();
  const pace = new Pace();
  let room = SHAPE_CONSTANT_BYTES;
  for (const { weight } of await paced(allWeightsStepwise(model))) {
    if (pace.due) await pace.rest();
    if (!isWanted(weight, mostElements) || weight.bytes > room) continue;
    const elements = await read(weight, files);
    if (elements === null) continue;
    room -= weight.bytes;
    found.set(weight, elements);
  }
  return weight => found.get(weight) ?? null;
}

function isWanted({ dtype, elements, sparse, payload }: Weight, mostElements: number): boolean {
  if (sparse !== null || elements === 0 || elements > mostElements) return false;
  if (payload.kind !== 'range' && payload.kind !== 'typed' && payload.kind !== 'external') return false;
  const { kind } = DTYPES[dtype];
  return kind === 'int' || kind === 'uint' || kind === 'bool' || (kind === 'float' && elements <= MOST_FLOATS);
}

async function read(weight: Weight, files: WeightFiles): Promise<NumericArray | null> {
  try {
    return decodeElements(weight.dtype, await readWeightBytes(weight, files), weight.elements);
  } catch (thrown) {
    if (thrown instanceof LatheError) return null;
    throw thrown;
  }
}
