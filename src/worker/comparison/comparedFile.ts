import { type ModelCosts, modelCosts } from '../../analysis/cost/modelCosts';
import { paced } from '../../formats/pace';
import type { Compared } from '../../model/diff/diffModels';
import type { Model } from '../../model/model';
import { allGraphs, allWeights, parameterCount } from '../../model/queries';
import { storedBytes } from '../../model/storedBytes';
import { sumAmounts } from '../../shared/amount';
import type { ComparedCost, ComparedModel } from '../../shared/reports/compareReport';
import type { FreeDimension } from '../../shared/reports/measurement';
import type { OpenedOnnx } from '../openOnnx';
import { comparedTypes } from './comparedTypes';

/** What is known about one of two models before they are compared. */
export interface ComparedFile extends Compared {
  readonly figures: ComparedModel;
}

export async function comparedFile(
  opened: OpenedOnnx,
  freeDimensions: readonly FreeDimension[],
): Promise<ComparedFile> {
  const { model, source } = opened;
  const dimensions = new Map(freeDimensions.map(({ name, value }) => [name, value]));
  const types = await comparedTypes(opened, dimensions);
  const costs = await paced(modelCosts(model, types, dimensions));
  return {
    model,
    types,
    macs: (graph, node) => {
      const macs = costs.graphs.get(graph)?.nodes[node]?.macs ?? null;
      return macs === null || macs.length === 0 ? null : macs;
    },
    figures: {
      file: source.name,
      format: `${model.format} ${model.formatVersion}`,
      bytes: storedBytes(model),
      weightBytes: allWeights(model).reduce((sum, { weight }) => sum + weight.bytes, 0),
      parameters: parameterCount(model),
      nodes: allGraphs(model).reduce((sum, { nodes }) => sum + nodes.length, 0),
      cost: totalCost(model, costs),
    },
  };
}

/** Nodes of unknown cost are left out and counted. */
function totalCost({ graph }: Model, costs: ModelCosts): ComparedCost | null {
  const known = costs.graphs.get(graph.id);
  if (known === undefined) return null;
  const { bytes, unknownValues } = known.liveness.peak;
  return {
    macs: sumAmounts(known.nodes.map(({ macs }) => macs ?? [])),
    flops: sumAmounts(known.nodes.map(({ flops }) => flops ?? [])),
    peakBytes: unknownValues > 0 ? null : bytes,
    unknownNodes: known.nodes.filter(({ flops, macs }) => flops === null || macs === null).length,
  };
}
