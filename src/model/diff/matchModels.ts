import { subgraphs } from '../attributes';
import type { Graph, Model, ModelFunction, Node } from '../model';
import type { Steps } from '../steps';
import { type Fingerprint, type LocalKeys, localKeys, operator, Texts } from './localKeys';
import { pairGraphs } from './pairGraphs';
import { Pairing } from './pairing';
import { at, type DiffSide, diffSide, type SideGraph } from './side';

/** A graph of one model and the graph of the other that it became; `null` where there is none. */
export interface GraphPair {
  readonly a: SideGraph | null;
  readonly b: SideGraph | null;
}

export interface MatchedModels {
  readonly pairing: Pairing;
  /** Main graphs first, then functions, then bodies in the order of their holders, then what only one model has. */
  readonly graphs: readonly GraphPair[];
  readonly functions: readonly { readonly a: ModelFunction | null; readonly b: ModelFunction | null }[];
  /** What each node does by itself. */
  readonly keys: { readonly a: LocalKeys; readonly b: LocalKeys };
}

/**
 * Finds for every graph, node and value of A which one of B it is. `fingerprint` tells contents of weights apart without reading
 * them whole; without it, contents that are not in memory count as equal.
 */
export function* matchModels(a: Model, b: Model, fingerprint: Fingerprint): Steps<MatchedModels> {
  const one = yield* diffSide(a);
  const other = yield* diffSide(b);
  const texts = new Texts();
  const keys = {
    a: yield* localKeys(one, texts, fingerprint),
    b: yield* localKeys(other, texts, fingerprint),
  };
  const pairing = new Pairing(one, other);
  const functions = pairFunctions(a.functions, b.functions);
  const waiting: (readonly [Graph, Graph])[] = [[a.graph, b.graph]];
  for (const pair of functions) if (pair.a !== null && pair.b !== null) waiting.push([pair.a.graph, pair.b.graph]);
  for (const [stage, ours] of a.training.entries()) {
    const theirs = b.training[stage];
    if (ours.initialization && theirs?.initialization) waiting.push([ours.initialization, theirs.initialization]);
    if (ours.algorithm && theirs?.algorithm) waiting.push([ours.algorithm, theirs.algorithm]);
  }
  const graphs: GraphPair[] = [];
  for (const [ours, theirs] of waiting) {
    const sides = { a: one.graphs.get(ours.id) ?? null, b: other.graphs.get(theirs.id) ?? null };
    if (sides.a === null || sides.b === null) continue;
    graphs.push(sides);
    yield* pairGraphs(pairing, sides.a, sides.b, keys);
    for (const bodies of pairedBodies(pairing, sides.a)) waiting.push(bodies);
  }
  return { pairing, graphs: [...graphs, ...unpairedGraphs(one, other, graphs)], functions, keys };
}

/** Bodies of paired nodes: those of one attribute and place. */
function* pairedBodies({ a, b, nodeOfA }: Pairing, graph: SideGraph): Iterable<readonly [Graph, Graph]> {
  for (let node = graph.first; node < graph.end; node++) {
    const match = at(nodeOfA, node);
    const ours = match === -1 ? [] : subgraphs(a.nodes[node] as Node);
    if (ours.length === 0) continue;
    const theirs = [...subgraphs(b.nodes[match] as Node)];
    for (const { attribute, graph: body } of ours) {
      const place = theirs.findIndex(each => each.attribute.name === attribute.name);
      const [found] = place === -1 ? [] : theirs.splice(place, 1);
      if (found !== undefined) yield [body, found.graph];
    }
  }
}

function unpairedGraphs(a: DiffSide, b: DiffSide, paired: readonly GraphPair[]): readonly GraphPair[] {
  const known = new Set(paired.flatMap(pair => [pair.a, pair.b]));
  return [
    ...[...a.graphs.values()].filter(graph => !known.has(graph)).map(graph => ({ a: graph, b: null })),
    ...[...b.graphs.values()].filter(graph => !known.has(graph)).map(graph => ({ a: null, b: graph })),
  ];
}

/** Functions of one name; then those of one body. */
function pairFunctions(a: readonly ModelFunction[], b: readonly ModelFunction[]): MatchedModels['functions'] {
  const left = new Map<string, ModelFunction[]>();
  const add = (key: string, known: ModelFunction): void => {
    const list = left.get(key);
    if (list === undefined) left.set(key, [known]);
    else list.push(known);
  };
  for (const known of b) add(functionName(known), known);
  const named = a.map(known => ({ a: known, b: left.get(functionName(known))?.shift() ?? null }));
  const free = [...left.values()].flat();
  left.clear();
  for (const known of free) add(bodyKey(known), known);
  const paired = named.map(pair =>
    pair.b === null ? { ...pair, b: left.get(bodyKey(pair.a))?.shift() ?? null } : pair,
  );
  return [...paired, ...[...left.values()].flat().map(known => ({ a: null, b: known }))];
}

/** `domain.name:overload` */
export function functionName({ domain, name, overload }: ModelFunction): string {
  return `${domain === '' ? '' : `${domain}.`}${name}${overload === '' ? '' : `:${overload}`}`;
}

function bodyKey({ graph }: ModelFunction): string {
  return graph.nodes.map(operator).join('\n');
}
