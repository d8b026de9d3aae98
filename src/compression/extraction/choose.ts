import type { Graph, Model, Node } from '../../model/model';
import { declaringGraph, type GraphIndex, modelIndex } from '../../model/modelIndex';
import { scopeOf } from '../../model/scopes';
import type { ExtractChoice } from '../../shared/protocol/jobs';
import { nothingChosen, notMade, unknownNodes, unknownScope, unknownValues } from './errors';
import { nodeReads } from './nodeReads';

/** Nodes of a graph that somebody wants for themselves. */
export interface Chosen {
  /** Indices of nodes. */
  readonly nodes: ReadonlySet<number>;
  /** Values that come from outside though they could be made, or are constants. */
  readonly cuts: ReadonlySet<string>;
  /** What the part is to give; `null` for whatever is needed outside. */
  readonly outputs: readonly string[] | null;
}

/** @throws LatheError of kind `usage` for what the graph does not have, and for nothing at all. */
export function choose(model: Model, graph: Graph, choice: ExtractChoice, file: string): Chosen {
  const chosen = chosenOf(model, graph, choice, file);
  if (chosen.nodes.size === 0) throw nothingChosen(file);
  return chosen;
}

function chosenOf(model: Model, graph: Graph, choice: ExtractChoice, file: string): Chosen {
  switch (choice.kind) {
    case 'nodes':
      return whole(nodesNamed(graph, choice.names, file));
    case 'indices':
      return whole(nodesAt(graph, choice.indices, file));
    case 'scope':
      return whole(nodesIn(graph, choice.path, file));
    case 'ends':
      return nodesBetween(model, graph, choice, file);
  }
}

function whole(nodes: ReadonlySet<number>): Chosen {
  return { nodes, cuts: new Set(), outputs: null };
}

/** `name`, `#3` or `#3-8`; a node that is really called so comes first. */
function nodesNamed(graph: Graph, names: readonly string[], file: string): ReadonlySet<number> {
  const byName = new Map<string, number[]>();
  for (const { name, index } of graph.nodes) {
    const others = byName.get(name);
    if (others === undefined) byName.set(name, [index]);
    else others.push(index);
  }
  const nodes = new Set<number>();
  const unknown: string[] = [];
  for (const name of names) {
    const found = (name === '' ? undefined : byName.get(name)) ?? places(name, graph.nodes.length);
    if (found.length === 0) unknown.push(name);
    for (const index of found) nodes.add(index);
  }
  if (unknown.length > 0) throw unknownNodes(file, unknown, namesOf(graph));
  return nodes;
}

function places(text: string, count: number): readonly number[] {
  const match = /^#(\d{1,9})(?:-(\d{1,9}))?$/.exec(text);
  if (match === null) return [];
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  if (last < first || last >= count) return [];
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

function nodesAt(graph: Graph, indices: readonly number[], file: string): ReadonlySet<number> {
  const unknown = indices.filter(index => graph.nodes[index] === undefined);
  if (unknown.length > 0) {
    throw unknownNodes(
      file,
      unknown.map(index => `#${index}`),
      namesOf(graph),
    );
  }
  return new Set(indices);
}

function namesOf({ nodes }: Graph): readonly string[] {
  return nodes.map(({ name }) => name).filter(name => name !== '');
}

/** Nodes of a scope and of those in it; both `layer/1` and `/layer/1/` name it. */
function nodesIn(graph: Graph, path: string, file: string): ReadonlySet<number> {
  const scope = path.replace(/^\/+|\/+$/g, '');
  const nodes = new Set<number>();
  const known = new Set<string>();
  for (const node of graph.nodes) {
    const own = scopeOf(node);
    if (own === scope || own.startsWith(`${scope}/`)) nodes.add(node.index);
    if (own !== '') known.add(own);
  }
  if (nodes.size === 0 || scope === '') throw unknownScope(file, path, [...known]);
  return nodes;
}

interface Ends {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/**
 * Nodes on the way from inputs to outputs. Without outputs everything that follows from the inputs, without inputs everything that
 * the outputs need.
 */
function nodesBetween(model: Model, graph: Graph, { inputs, outputs }: Ends, file: string): Chosen {
  const index = modelIndex(model);
  const unknown = [...inputs, ...outputs].filter(name => declaringGraph(index, graph.id, name) === undefined);
  if (unknown.length > 0) throw unknownValues(file, unknown);
  const own = index.get(graph.id);
  if (own === undefined) return whole(new Set());
  const missing = outputs.filter(name => !own.producers.has(name));
  if (missing.length > 0) throw notMade(file, missing);
  const reads = (node: Node): ReadonlySet<string> => nodeReads(index, node);
  const cuts = new Set(inputs);
  if (outputs.length === 0) return { nodes: downstream(own, inputs, reads), cuts, outputs: null };
  return { nodes: upstream(own, outputs, cuts, reads), cuts, outputs: [...new Set(outputs)] };
}

type Reads = (node: Node) => ReadonlySet<string>;

function upstream(
  { producers }: GraphIndex,
  outputs: readonly string[],
  cuts: ReadonlySet<string>,
  reads: Reads,
): ReadonlySet<number> {
  const nodes = new Set<number>();
  const waiting = [...outputs];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const producer = producers.get(name);
    if (producer === undefined || nodes.has(producer.index)) continue;
    nodes.add(producer.index);
    for (const read of reads(producer)) if (!cuts.has(read)) waiting.push(read);
  }
  return nodes;
}

function downstream({ graph }: GraphIndex, inputs: readonly string[], reads: Reads): ReadonlySet<number> {
  const readers = new Map<string, Node[]>();
  for (const node of graph.nodes) {
    for (const name of reads(node)) {
      const others = readers.get(name);
      if (others === undefined) readers.set(name, [node]);
      else others.push(node);
    }
  }
  const nodes = new Set<number>();
  const waiting = [...inputs];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const reader of readers.get(name) ?? []) {
      if (nodes.has(reader.index)) continue;
      nodes.add(reader.index);
      waiting.push(...reader.outputs);
    }
  }
  return nodes;
}
