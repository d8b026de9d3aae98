import type { GraphPage, TypedName } from '../shared/protocol/editor';
import { unknownGraph } from './errors';
import { graphEdges } from './graphEdges';
import { graphTitles } from './graphTitles';
import type { Model } from './model';
import { nodeCaption } from './nodeCaption';
import { printValueType } from './printType';
import { graphById, layersOf } from './queries';
import { type ModelTypes, typeOfValue } from './valueTypes';

/** Operators are numbered in 16 bits; a hostile file with more kinds shares the last number. */
const MOST_OPERATORS = 0x10000;

/**
 * A graph in columns, ready to be drawn.
 * @throws LatheError `model.unknownGraph`.
 */
export function graphPage(model: Model, id: string, types: ModelTypes): GraphPage {
  const graph = graphById(model, id);
  if (graph === undefined) throw unknownGraph(id);
  const { inputs, edges } = graphEdges(model, graph);
  const typed = ({ name, doc }: { name: string; doc: string }): TypedName => {
    return { name, type: printValueType(typeOfValue(model, types, id, name)), doc };
  };
  const ops = new Numbering(MOST_OPERATORS);
  const values = new Numbering(Number.POSITIVE_INFINITY);
  const layers = layersOf(model, id);
  return {
    id,
    title: graphTitles(model).get(id) ?? id,
    names: graph.nodes.map(({ name }) => name),
    op: Uint16Array.from(graph.nodes, ({ op }) => ops.numberOf(op)),
    ops: ops.names,
    details: graph.nodes.map(node => nodeCaption(node, layers.get(node.index))),
    inputs: inputs.map(typed),
    outputs: graph.outputs.map(typed),
    from: Uint32Array.from(edges, ({ from }) => from),
    to: Uint32Array.from(edges, ({ to }) => to),
    value: Uint32Array.from(edges, ({ value }) => values.numberOf(value)),
    values: values.names,
    valueTypes: values.names.map(name => printValueType(typeOfValue(model, types, id, name))),
    weightBytes: Float64Array.from(graph.nodes, ({ index }) => layers.get(index)?.bytes ?? 0),
  };
}

/** Numbers names in the order they are first asked for. */
class Numbering {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(private readonly most: number) {}

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    if (this.names.length === this.most) return this.most - 1;
    this.#numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}
