import type { Model, Weight } from '../model';
import type { LocatedWeight } from '../modelIndex';
import { printWeightType } from '../printType';
import { runningGraphs } from './scope';

/** Smaller ones are shapes, scales and scalars: nothing is saved by sharing them. */
export const DUPLICATE_BYTES = 1024;

/** Constants of the running graphs that could be one: initializers and those in `Constant` nodes. */
export function sharableWeights(model: Model): LocatedWeight[] {
  return runningGraphs(model).flatMap(({ constants }) =>
    [...constants.values()].filter(({ weight }) => isSharable(weight)),
  );
}

/** Values of sparse tensors say nothing without their places, and strings have no bytes to compare. */
function isSharable({ bytes, dtype, sparse }: Weight): boolean {
  return bytes >= DUPLICATE_BYTES && dtype !== 'string' && sparse === null;
}

/** Weights that another one of the same type and shape exists of: only their bytes need to be compared. */
export function duplicateCandidates(model: Model): ReadonlySet<Weight> {
  const byForm = new Map<string, Weight[]>();
  for (const { weight } of sharableWeights(model)) {
    const form = printWeightType(weight);
    const group = byForm.get(form);
    if (group === undefined) byForm.set(form, [weight]);
    else group.push(weight);
  }
  return new Set([...byForm.values()].filter(group => group.length > 1).flat());
}
