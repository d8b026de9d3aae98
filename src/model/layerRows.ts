import type { LayerRow } from '../shared/protocol/editor';
import type { Model } from './model';
import { printValueType } from './printType';
import { type Layer, layersStepwise } from './queries';
import { finish, type Steps } from './steps';
import { type ModelTypes, typeOfValue } from './valueTypes';
import { weightSummary } from './weightSummary';

/** Every layer of the model as a row of the layers table, in graph order. */
export function layerRows(model: Model, types: ModelTypes): readonly LayerRow[] {
  return finish(layerRowsStepwise(model, types));
}

/** The same in steps. */
export function* layerRowsStepwise(model: Model, types: ModelTypes): Steps<readonly LayerRow[]> {
  const rows: LayerRow[] = [];
  for (const layer of yield* layersStepwise(model)) {
    rows.push(row(model, types, layer));
    yield;
  }
  return rows;
}

function row(model: Model, types: ModelTypes, { graph, node, weights, parameters, bytes }: Layer): LayerRow {
  return {
    graph,
    index: node.index,
    name: node.name === '' ? (weights[0]?.name ?? '') : node.name,
    op: node.op,
    parameters,
    bytes,
    dtypes: [...new Set(weights.filter(({ role }) => role === 'parameter').map(({ weight }) => weight.dtype))],
    outputType: printValueType(typeOfValue(model, types, graph, node.outputs[0] ?? '')),
    weights: weights.map(weightSummary),
  };
}
