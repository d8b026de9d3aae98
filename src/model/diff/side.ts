import { capturedByNode } from '../graphEdges';
import type { Graph, Model, Node } from '../model';
import { type GraphIndex, type LocatedWeight, type ModelIndex, modelIndexStepwise } from '../modelIndex';
import type { Steps } from '../steps';

/** A graph and where its nodes stand in `DiffSide.nodes`: from `first` up to `end`. */
export interface SideGraph {
  readonly graph: Graph;
  readonly first: number;
  readonly end: number;
  readonly valueIds: ReadonlyMap<string, number>;
}

/** A value that is declared in some graph. */
export interface SideValue {
  readonly graph: string;
  readonly name: string;
  /** Node that makes it, -1 for an input or initializer. */
  readonly producer: number;
  /** Which output of the producer, or which input of the graph. */
  readonly slot: number;
  readonly constant: LocatedWeight | null;
}

/** Rows of different length, one after the other: row `i` is `items[start[i]]` up to `items[start[i + 1]]`. */
export interface Rows {
  readonly start: Uint32Array;
  readonly items: Int32Array;
}

/**
 * One of two models that are compared: nodes of all graphs numbered through, values numbered through, and who reads what by
 * number. A value that nobody declares, and an omitted one, is -1.
 */
export interface DiffSide {
  readonly model: Model;
  readonly index: ModelIndex;
  readonly graphs: ReadonlyMap<string, SideGraph>;
  readonly nodes: readonly Node[];
  readonly graphOf: readonly SideGraph[];
  readonly values: readonly SideValue[];
  /** Values that each node reads, those its subgraphs take from around it after its own inputs. */
  readonly inputs: Rows;
  readonly outputs: Rows;
  /** For each value the nodes that read it, and at which position. */
  readonly readers: Rows;
  readonly positions: Int32Array;
}

export function* diffSide(model: Model): Steps<DiffSide> {
  const index = yield* modelIndexStepwise(model);
  const graphs = new Map<string, SideGraph>();
  const nodes: Node[] = [];
  const graphOf: SideGraph[] = [];
  const values: SideValue[] = [];
  for (const declared of index.values()) {
    const { graph } = declared;
    const first = nodes.length;
    const valueIds = new Map<string, number>();
    yield* declareValues(declared, first, valueIds, values);
    const side: SideGraph = { graph, first, end: first + graph.nodes.length, valueIds };
    graphs.set(graph.id, side);
    for (const node of graph.nodes) {
      nodes.push(node);
      graphOf.push(side);
      yield;
    }
  }
  const inputs = new RowsBuilder();
  const outputs = new RowsBuilder();
  for (const [number, node] of nodes.entries()) {
    const own = graphOf[number] as SideGraph;
    for (const name of [...node.inputs, ...capturedByNode(index, node)]) inputs.add(valueNumber(graphs, own, name));
    for (const [slot, name] of node.outputs.entries()) {
      const id = own.valueIds.get(name) ?? -1;
      const isMaker = values[id]?.producer === number && values[id]?.slot === slot;
      outputs.add(isMaker ? id : -1);
    }
    inputs.end();
    outputs.end();
    yield;
  }
  const read = inputs.rows();
  return {
    model,
    index,
    graphs,
    nodes,
    graphOf,
    values,
    inputs: read,
    outputs: outputs.rows(),
    ...(yield* readersOf(read, nodes.length, values.length)),
  };
}

/** Number of the value that a name means in a graph: its own, or that of an enclosing one. */
export function valueNumber(graphs: ReadonlyMap<string, SideGraph>, graph: SideGraph, name: string): number {
  if (name === '') return -1;
  let at: SideGraph | undefined = graph;
  while (at !== undefined) {
    const found = at.valueIds.get(name);
    if (found !== undefined) return found;
    at = at.graph.parent === null ? undefined : graphs.get(at.graph.parent);
  }
  return -1;
}

/** An initializer hides an input of its name, an input hides what a node makes. */
function* declareValues(
  { graph, constants, producers }: GraphIndex,
  first: number,
  ids: Map<string, number>,
  values: SideValue[],
): Steps<void> {
  const declare = (name: string, producer: number, slot: number): void => {
    if (name === '' || ids.has(name)) return;
    ids.set(name, values.length);
    values.push({ graph: graph.id, name, producer, slot, constant: constants.get(name) ?? null });
  };
  for (const name of graph.initializers.keys()) {
    declare(name, -1, 0);
    yield;
  }
  for (const [slot, { name }] of graph.inputs.entries()) declare(name, -1, slot);
  for (const node of graph.nodes) {
    for (const [slot, name] of node.outputs.entries()) {
      if (producers.get(name) === node) declare(name, first + node.index, slot);
    }
    yield;
  }
}

class RowsBuilder {
  readonly #start = [0];
  readonly #items: number[] = [];

  add(item: number): void {
    this.#items.push(item);
  }

  end(): void {
    this.#start.push(this.#items.length);
  }

  rows(): Rows {
    return { start: Uint32Array.from(this.#start), items: Int32Array.from(this.#items) };
  }
}

function* readersOf(inputs: Rows, nodes: number, values: number): Steps<{ readers: Rows; positions: Int32Array }> {
  const start = new Uint32Array(values + 1);
  for (const value of inputs.items) if (value >= 0) start[value + 1] = at(start, value + 1) + 1;
  for (let i = 0; i < values; i++) start[i + 1] = at(start, i + 1) + at(start, i);
  const fill = start.slice();
  const items = new Int32Array(at(start, values));
  const positions = new Int32Array(items.length);
  for (let node = 0; node < nodes; node++) {
    yield;
    const from = at(inputs.start, node);
    for (let i = from; i < at(inputs.start, node + 1); i++) {
      const value = at(inputs.items, i);
      if (value < 0) continue;
      const place = at(fill, value);
      items[place] = node;
      positions[place] = i - from;
      fill[value] = place + 1;
    }
  }
  return { readers: { start, items }, positions };
}

/** An element that is known to be there. */
export function at(array: Int32Array | Uint32Array, index: number): number {
  return array[index] as number;
}

/** The items of one row. */
export function row({ start, items }: Rows, index: number): Int32Array {
  return items.subarray(at(start, index), at(start, index + 1));
}
