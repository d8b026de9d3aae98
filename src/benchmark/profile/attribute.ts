import type { Node } from '../../model/model';
import type { ExecutedGraph } from './executedGraph';
import type { KernelTime } from './kernelTimes';
import type { NodeLabels, PlacedNode } from './nodeLabels';

/** Which kernels did the work of which nodes. */
export interface Attribution {
  /** Kernels by index of the node in the labels. */
  readonly nodes: ReadonlyMap<number, readonly KernelTime[]>;
  /** Nodes whose work the kernel of another node did, with the index of that one. */
  readonly absorbed: ReadonlyMap<PlacedNode, number>;
  /** Kernels of no one node. */
  readonly rest: readonly KernelTime[];
}

/**
 * Gives each kernel to one node: to the one whose name it carries, or else to one of those that it provably replaces. Among the
 * nodes of a fusion the one with the kernel's own operator counts: a convolution that also rectifies is the convolution.
 */
export function attribute(
  kernels: readonly KernelTime[],
  labels: NodeLabels,
  executed: ExecutedGraph | null,
): Attribution {
  const indices = new Map<Node, number>(labels.nodes.map(({ node }, index) => [node, index]));
  const owned = new Map<number, KernelTime[]>();
  const regions: { readonly owner: number; readonly region: readonly number[] }[] = [];
  const rest: KernelTime[] = [];
  for (const kernel of kernels) {
    const region = (executed?.region(kernel.name) ?? [])
      .map(node => indices.get(node))
      .filter(found => found !== undefined);
    const maker = executed?.maker(kernel.name) ?? null;
    const owner = ownerOf(kernel, labels, region) ?? (maker === null ? null : (indices.get(maker) ?? null));
    if (owner === null) {
      rest.push(kernel);
      continue;
    }
    const known = owned.get(owner);
    if (known === undefined) owned.set(owner, [kernel]);
    else known.push(kernel);
    if (region.includes(owner)) regions.push({ owner, region });
  }
  const absorbed = new Map<PlacedNode, number>();
  for (const { owner, region } of regions) {
    for (const index of region) {
      const placed = labels.nodes[index];
      if (placed !== undefined && !owned.has(index) && !absorbed.has(placed)) absorbed.set(placed, owner);
    }
  }
  return { nodes: owned, absorbed, rest };
}

function ownerOf({ name, op }: KernelTime, labels: NodeLabels, region: readonly number[]): number | null {
  const operator = op.replace(/^Fused/, '');
  const opOf = (index: number): string => labels.nodes[index]?.node.op ?? '';
  const named = labels.inName(name)[0] ?? null;
  if (named !== null && (!region.includes(named) || opOf(named) === operator)) return named;
  const same = region.filter(index => opOf(index) === operator);
  // Without a node of its operator, a fusion counts as the node whose result it makes.
  return (same.length === 1 ? same[0] : null) ?? named ?? region.at(-1) ?? null;
}
