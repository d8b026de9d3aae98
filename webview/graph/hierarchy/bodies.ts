import type { GraphPage, HeldBody } from '../../../src/shared/protocol/editor';
import { type Hierarchy, NONE } from './hierarchy';

const known = new WeakMap<GraphPage, ReadonlyMap<number, readonly HeldBody[]>>();

/** What a node of a page holds, in the order of the page. */
export function bodiesOf(page: GraphPage, node: number): readonly HeldBody[] {
  const byNode = known.get(page) ?? byHolder(page);
  return byNode.get(node) ?? [];
}

function byHolder(page: GraphPage): ReadonlyMap<number, readonly HeldBody[]> {
  const byNode = new Map<number, HeldBody[]>();
  for (const body of page.bodies) {
    const others = byNode.get(body.node);
    if (others === undefined) byNode.set(body.node, [body]);
    else others.push(body);
  }
  known.set(page, byNode);
  return byNode;
}

/** Graphs that a holder holds or calls. */
export function heldGraphs({ instance, instances, vertex }: Hierarchy, holder: number): readonly string[] {
  const page = instances[instance[holder] ?? 0]?.page;
  return page === undefined ? [] : bodiesOf(page, vertex[holder] ?? NONE).map(({ graph }) => graph);
}

/** Whether a holder would open a graph that it is in, directly or further out: functions that call themselves have no end. */
export function isInItself(hierarchy: Hierarchy, holder: number): boolean {
  const { instance, instances } = hierarchy;
  const held = new Set(heldGraphs(hierarchy, holder));
  for (let around = instances[instance[holder] ?? 0]; around !== undefined; ) {
    if (held.has(around.page.id)) return true;
    around = around.body === NONE ? undefined : instances[instance[around.body] ?? 0];
  }
  return false;
}
