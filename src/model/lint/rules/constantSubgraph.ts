import { counted, formatBytes } from '../../../shared/units';
import { packedBytes } from '../../dtype';
import type { Model, Node } from '../../model';
import { constantNamed, type GraphIndex, modelIndex } from '../../modelIndex';
import { product } from '../../tensorData';
import { typeOfValue } from '../../valueTypes';
import { constantNodes } from '../constantNodes';
import type { TypeFacts } from '../facts';
import { simplify } from '../mends';
import { atNode } from '../places';
import { type Check, type LintRule, stepping } from '../rule';
import { runningGraphs } from '../scope';
import { nodeLabel } from '../wording';

/** A result below this that one or two nodes make costs nothing to make. */
const SMALLEST = 1024;
/** What folding may add to a file for one result. */
const MOST_GROWTH = 65_536;

export const constantSubgraph: LintRule<'types'> = {
  id: 'constant-subgraph',
  title: 'Computed from constants',
  severity: 'info',
  what: `Nodes that compute from constants alone. Left out: one or two nodes with a result below ${formatBytes(SMALLEST)}, a single ConstantOfShape, which says in a few bytes what it fills, results that would make the file larger by over ${formatBytes(MOST_GROWTH)}, QuantizeLinear and DequantizeLinear.`,
  why: 'It is computed again whenever the model is loaded or run, and hides weights from tools that look for constants.',
  mend: simplify('Write the model with the result in its place.'),
  needs: 'types',
  check,
};

function* check(model: Model, { types }: TypeFacts): Check {
  const constant = yield* stepping(constantNodes.stepwise(model));
  for (const known of runningGraphs(model)) {
    const { graph } = known;
    const outputs = new Set(graph.outputs.map(({ name }) => name));
    const claimed = new Set<Node>();
    for (const node of graph.nodes) {
      yield undefined;
      if (!constant.has(node) || claimed.has(node)) continue;
      if (node.outputs.some(name => outputs.has(name)) || isOnlyFor(known, node, constant)) continue;
      const group = claim(model, known, node, constant, claimed);
      const bytes = resultBytes(model, types, graph.id, node);
      if (bytes === null || bytes - group.bytes > MOST_GROWTH) continue;
      if (group.nodes <= 2 && bytes < SMALLEST) continue;
      if (group.nodes === 1 && node.op === 'ConstantOfShape') continue;
      const nodes = counted(group.nodes, 'node');
      const result = `its result, ${formatBytes(bytes)}, is always the same`;
      yield atNode(graph.id, node, `${nodeLabel(node)} ends ${nodes} on constants: ${result}.`);
    }
  }
}

interface Group {
  readonly nodes: number;
  /** Of the constants of the file that it begins with. */
  readonly bytes: number;
}

/** The constant nodes that one is computed from, itself included, each counted for the first that needs it. */
function claim(
  model: Model,
  { graph, producers }: GraphIndex,
  end: Node,
  constant: ReadonlySet<Node>,
  claimed: Set<Node>,
): Group {
  const waiting = [end];
  let nodes = 0;
  let bytes = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (claimed.has(node)) continue;
    claimed.add(node);
    nodes += 1;
    for (const name of node.inputs) {
      const producer = producers.get(name);
      if (producer !== undefined && constant.has(producer)) waiting.push(producer);
      else if (name !== '') bytes += constantNamed(modelIndex(model), graph.id, name)?.weight.bytes ?? 0;
    }
  }
  return { nodes, bytes };
}

/** Whether only other constant nodes read the results. */
function isOnlyFor({ uses }: GraphIndex, node: Node, constant: ReadonlySet<Node>): boolean {
  return node.outputs.every(name => (uses.get(name) ?? []).every(use => constant.has(use.node)));
}

function resultBytes(model: Model, types: TypeFacts['types'], graph: string, node: Node): number | null {
  let bytes = 0;
  for (const name of node.outputs) {
    const type = name === '' ? null : typeOfValue(model, types, graph, name);
    if (type?.kind !== 'tensor' || type.shape === null) return null;
    const sizes = type.shape.filter(size => typeof size === 'number');
    if (sizes.length < type.shape.length) return null;
    bytes += packedBytes(type.dtype, product(sizes));
  }
  return bytes;
}
