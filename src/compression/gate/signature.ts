import { elementCount } from '../graph/constants';
import type { NodeProto } from '../graph/protos';
import type { QuantizableLayer } from '../quantization/layer';

/**
 * Layers of one signature do the same work on different numbers, so one measurement serves all: operator, attributes, and the shapes
 * of activation and weight.
 */
function signatureOf(layer: QuantizableLayer, activationShape: readonly number[], extra = ''): string {
  const attributes = (layer.node.attribute ?? []).map(({ name, i, f, ints, s }) => {
    const value = [i, f, ints?.join(' '), s === null || s === undefined ? '' : new TextDecoder().decode(s)].map(String);
    return `${name}=${value.join(';')}`;
  });
  const shapes = `${activationShape.join('x')} · ${layer.weight.shape.join('x')}`;
  return [layer.node.opType, shapes, ...attributes.sort(), extra].join(' | ');
}

export interface LayerGroup<L extends QuantizableLayer> {
  readonly signature: string;
  readonly activationShape: readonly number[];
  /** The one that is measured for all. */
  readonly first: L;
  readonly layers: readonly L[];
}

/** Layers by signature, those with the most multiplications first. */
export function groupBySignature<L extends QuantizableLayer>(
  layers: Iterable<L>,
  shapes: ReadonlyMap<string, readonly number[]>,
  extra: (layer: L) => string = () => '',
): LayerGroup<L>[] {
  const groups = new Map<string, LayerGroup<L> & { readonly layers: L[] }>();
  for (const layer of layers) {
    const activationShape = shapes.get(layer.activation);
    if (activationShape === undefined) continue;
    const signature = signatureOf(layer, activationShape, extra(layer));
    const known = groups.get(signature);
    if (known === undefined) groups.set(signature, { signature, activationShape, first: layer, layers: [layer] });
    else known.layers.push(layer);
  }
  const work = (group: LayerGroup<L>): number =>
    elementCount(group.activationShape) * group.first.weight.elements * group.layers.length;
  return [...groups.values()].sort((a, b) => work(b) - work(a));
}

/** The nodes of some groups. */
export function nodesOf(groups: Iterable<LayerGroup<QuantizableLayer>>): Set<NodeProto> {
  const nodes = new Set<NodeProto>();
  for (const group of groups) for (const { node } of group.layers) nodes.add(node);
  return nodes;
}
