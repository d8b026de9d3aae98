import { Texts } from '../shared/nodeTable/texts';
import type { GraphPage, TypedName } from '../shared/protocol/editor';
import { unknownGraph } from './errors';
import { graphEdgesStepwise } from './graphEdges';
import { graphTitlesStepwise } from './graphTitles';
import { heldBodies } from './heldBodies';
import type { Graph, Model } from './model';
import { modelIndexStepwise } from './modelIndex';
import { nodeCaption } from './nodeCaption';
import { printValueType } from './printType';
import { layersByGraphStepwise } from './queries';
import { scopeOf } from './scopes';
import { finish, type Steps } from './steps';
import { type ModelTypes, typeOfValue } from './valueTypes';
import { weightLines } from './weightLines';

/** Operators are numbered in 16 bits; a hostile file with more kinds shares the last number. */
const MOST_OPERATORS = 0x10000;

/**
 * A graph in columns, ready to be drawn.
 * @throws LatheError `model.unknownGraph`.
 */
export function graphPage(model: Model, id: string, types: ModelTypes): GraphPage {
  return finish(graphPageStepwise(model, id, types));
}

/** The same in steps. */
export function* graphPageStepwise(model: Model, id: string, types: ModelTypes): Steps<GraphPage> {
  const graph = (yield* modelIndexStepwise(model)).get(id)?.graph;
  if (graph === undefined) throw unknownGraph(id);
  const { inputs, captured, from, to, values: used } = yield* graphEdgesStepwise(model, graph);
  const print = (name: string): string => printValueType(typeOfValue(model, types, id, name));
  const typed = ({ name, doc }: { name: string; doc: string }): TypedName => ({ name, type: print(name), doc });
  const values = new Numbering(Number.POSITIVE_INFINITY);
  const value = new Uint32Array(used.length);
  const valueTypes: string[] = [];
  for (const [edge, name] of used.entries()) {
    value[edge] = values.numberOf(name);
    if (values.names.length > valueTypes.length) valueTypes.push(print(name));
    yield;
  }
  return {
    id,
    title: (yield* graphTitlesStepwise(model)).get(id) ?? id,
    ...(yield* nodeColumns(model, graph)),
    inputs: inputs.map(typed),
    outputs: graph.outputs.map(typed),
    from: Uint32Array.from(from),
    to: Uint32Array.from(to),
    value,
    values: values.names,
    valueTypes,
    captured,
    bodies: yield* heldBodies(model, graph, name => values.find(name)),
  };
}

type NodeColumns = Pick<GraphPage, 'names' | 'op' | 'ops' | 'details' | 'weightBytes' | 'weightLines' | 'scope'>;

function* nodeColumns(model: Model, graph: Graph): Steps<NodeColumns> {
  const layers = (yield* layersByGraphStepwise(model)).get(graph.id);
  const ops = new Numbering(MOST_OPERATORS);
  const names: string[] = [];
  const details: string[] = [];
  const op = new Uint16Array(graph.nodes.length);
  const weightBytes = new Float64Array(graph.nodes.length);
  const lines = new Texts(graph.nodes.length);
  const scopes = new Texts(graph.nodes.length);
  for (const [i, node] of graph.nodes.entries()) {
    const layer = layers?.get(i);
    names.push(node.name);
    details.push(nodeCaption(node, layer));
    op[i] = ops.numberOf(node.op);
    weightBytes[i] = layer?.bytes ?? 0;
    lines.set(i, weightLines(node, layer));
    scopes.set(i, scopeOf(node));
    yield;
  }
  return {
    names,
    op,
    ops: ops.names,
    details,
    weightBytes,
    weightLines: lines.column(),
    scope: scopes.column(),
  };
}

/** Numbers names in the order they are first asked for. */
class Numbering {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** -1 when nobody asked for it before. */
  find(name: string): number {
    return this.#numbers.get(name) ?? -1;
  }

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    if (this.names.length === this.most) return this.most - 1;
    this.#numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}
