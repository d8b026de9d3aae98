import type { GraphPage } from '../../../src/shared/protocol/editor';
import { attachedNodes } from './attachments';
import { stackBlocks } from './blocks';
import { contentsOf, groupPlaces } from './contents';
import { GroupTree, scopeGroups } from './groupTree';
import { NONE } from './hierarchy';
import { type PageGraph, pageGraph } from './pageGraph';
import { Structure } from './sameStructure';
import { stackScopes } from './scopeStacks';
import { scopeTree } from './scopeTree';

/** How the nodes of one graph are grouped, wherever the graph is shown. */
export interface PageTree {
  readonly graph: PageGraph;
  readonly groups: GroupTree;
  /** Where groups are among the nodes of the file: numbers between those of nodes. */
  readonly places: Float64Array;
  /** By node: the consumer that a constant is drawn with, `NONE` for all others. */
  readonly attachedTo: Uint32Array;
  /** Where the captured values stand among the vertices; they are no items where the graph is a body. */
  readonly firstCaptured: number;
  readonly captured: number;
  readonly holders: ReadonlySet<number>;
}

const known = new WeakMap<GraphPage, PageTree>();

/** Made once for each page. Near-linear in nodes and edges. */
export function pageTree(page: GraphPage): PageTree {
  const before = known.get(page);
  if (before !== undefined) return before;
  const graph = pageGraph(page);
  const attachedTo = attachedNodes(graph);
  const groups = bestGroups(graph, attachedTo);
  for (let v = 0; v < graph.nodes; v++) {
    const consumer = attachedTo[v] ?? NONE;
    if (consumer !== NONE) groups.groupOf[v] = groups.groupOf[consumer] ?? NONE;
  }
  const captured = Math.min(page.captured, page.inputs.length);
  const tree: PageTree = {
    graph,
    groups,
    places: groupPlaces(groups, attachedTo),
    attachedTo,
    firstCaptured: graph.nodes + page.inputs.length - captured,
    captured,
    holders: new Set(page.bodies.map(({ node }) => node)),
  };
  known.set(page, tree);
  return tree;
}

/** More things side by side are hard to read; then names are worth less than structure if that leaves far fewer. */
const TOO_MANY = 120;

/** Groups by names and structure, or by structure alone where names tell of few nodes. */
function bestGroups(graph: PageGraph, attachedTo: Uint32Array): GroupTree {
  const named = groupsOf(graph, attachedTo, scopeGroups(graph, attachedTo, scopeTree(graph, attachedTo)));
  const asNamed = thingsAtTop(named, attachedTo);
  if (asNamed <= TOO_MANY || named.kind.length === 0) return named;
  const structural = groupsOf(graph, attachedTo, new GroupTree(graph.nodes));
  return 2 * thingsAtTop(structural, attachedTo) < asNamed ? structural : named;
}

function groupsOf(graph: PageGraph, attachedTo: Uint32Array, groups: GroupTree): GroupTree {
  const structure = new Structure(graph, attachedTo, groups, contentsOf(graph, attachedTo, groups));
  stackScopes(structure);
  stackBlocks(structure);
  return groups;
}

function thingsAtTop({ groupOf, parent }: GroupTree, attachedTo: Uint32Array): number {
  let count = 0;
  groupOf.forEach((group, v) => {
    if (group === NONE && attachedTo[v] === NONE) count += 1;
  });
  for (const around of parent) if (around === NONE) count += 1;
  return count;
}
