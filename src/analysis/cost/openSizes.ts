import type { Model } from '../../model/model';
import { freeInputs } from '../../model/valueTypes';
import type { Amount } from '../../shared/amount';
import type { OpenSize } from '../../shared/nodeTable/nodeTable';
import { openDimensions } from '../inputs/freeDimensions';
import { namesIn } from '../symbolic/sizes';
import type { ChosenSizes } from './nodeTable';

/** Sizes that the model leaves open: those of its inputs, then what else the amounts depend on, chosen ones included. */
export function openSizes(model: Model, chosen: ChosenSizes, amounts: readonly Amount[]): readonly OpenSize[] {
  const names = new Set<string>();
  for (const { name } of openDimensions(freeInputs(model.graph))) names.add(name);
  for (const name of chosen.keys()) names.add(name);
  const products = new Set<string>();
  for (const amount of amounts) for (const { of } of amount) products.add(of);
  products.delete('');
  for (const product of products) for (const name of namesIn(product)) names.add(name);
  return Array.from(names, name => ({ name, size: chosen.get(name) ?? null }));
}
