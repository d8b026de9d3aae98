import { paced } from '../../formats/pace';
import type { Model } from '../../model/model';
import { allWeightsStepwise } from '../../model/queries';
import { storedBytes } from '../../model/storedBytes';
import type { NodeFigures } from '../../shared/figures/nodeFigures';
import type { KnownComparison } from './figureSource';
import { FIGURE_SOURCES } from './sources';

/** Figures of an open model from every source. One that fails gives none, and `failed` hears of it. */
export async function readFigures(
  model: Model,
  file: string,
  comparisons: readonly KnownComparison[],
  failed: (source: string, thrown: unknown) => void,
): Promise<readonly NodeFigures[]> {
  await paced(allWeightsStepwise(model));
  const context = { model, file, bytes: storedBytes(model), comparisons };
  const found: NodeFigures[] = [];
  for (const source of FIGURE_SOURCES) {
    try {
      found.push(...(await source.read(context)));
    } catch (thrown) {
      failed(source.name, thrown);
    }
  }
  return found;
}
