import type { LayerRow } from '../shared/protocol/editor';
import type { Model } from './model';
import { printValueType } from './printType';
import { layers } from './queries';
import { type ModelTypes, typeOfValue } from './valueTypes';
import { weightSummary } from './weightSummary';

/** Every layer of the model as a row of the layers table, in graph order. */
export function layerRows(model: Model, types: ModelTypes): readonly LayerRow[] {
  return layers(model).map(({ graph, node, weights, parameters, bytes }) => ({
    graph,
    index: node.index,
    name: node.name === '' ? (weights[0]?.name ?? '') : node.name,
    op: node.op,
    parameters,
    bytes,
    dtypes: [...new Set(weights.filter(({ role }) => role === 'parameter').map(({ weight }) => weight.dtype))],
    outputType: printValueType(typeOfValue(model, types, graph, node.outputs[0] ?? '')),
    weights: weights.map(weightSummary),
  }));
}
