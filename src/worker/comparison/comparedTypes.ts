import { inferTypesStepwise } from '../../analysis/shapes/inferTypes';
import { MOST_DATA } from '../../analysis/shapes/rule';
import { paced } from '../../formats/pace';
import { readSmallConstants } from '../../formats/smallConstants';
import type { Compared } from '../../model/diff/diffModels';
import type { OpenedOnnx } from '../openOnnx';

/** Types of a model's values at the given sizes: what inspecting the model says, also where shapes come from long or external constants. */
export async function comparedTypes(
  { model, files }: OpenedOnnx,
  dimensions: ReadonlyMap<string, number>,
): Promise<Compared['types']> {
  const constants = await readSmallConstants(model, files, MOST_DATA);
  const { types } = await paced(inferTypesStepwise(model, { dimensions, constants }));
  return types;
}
