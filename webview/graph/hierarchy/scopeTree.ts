import { NONE } from './hierarchy';
import type { PageGraph } from './pageGraph';

/** Paths of a page as a tree. Scope 0 is the top; each comes after the one around it. */
export interface ScopeTree {
  readonly name: readonly string[];
  readonly parent: readonly number[];
  readonly depth: readonly number[];
  /** The scope of each node. */
  readonly of: Uint32Array;
}

/** Scopes as the page tells them; constants are where their consumers are. */
export function scopeTree(graph: PageGraph, attachedTo: Uint32Array): ScopeTree {
  const { scope } = graph.page;
  const name = [''];
  const parent = [0];
  const depth = [0];
  const inside = [new Map<string, number>()];
  const byText = scope.texts.map(path => {
    let at = 0;
    for (const level of path === '' ? [] : path.split('/')) {
      let next = inside[at]?.get(level);
      if (next === undefined) {
        next = name.push(level) - 1;
        parent.push(at);
        depth.push((depth[at] ?? 0) + 1);
        inside.push(new Map());
        inside[at]?.set(level, next);
      }
      at = next;
    }
    return at;
  });
  const of = Uint32Array.from({ length: graph.nodes }, (_, v) => byText[scope.index[v] ?? 0] ?? 0);
  const tree = { name, parent, depth, of };
  adoptStrays(graph, attachedTo, tree);
  for (let v = 0; v < graph.nodes; v++) {
    const consumer = attachedTo[v] ?? NONE;
    if (consumer !== NONE) of[v] = of[consumer] ?? 0;
  }
  return tree;
}

/**
 * Exporters leave helpers (`Shape`, `Cast`, …) without a scope in the middle of one. Connected nodes without a scope are drawn in
 * the innermost scope that holds everything around them, unless they are more than what is in it.
 */
function adoptStrays(graph: PageGraph, attachedTo: Uint32Array, { parent, depth, of }: ScopeTree): void {
  const { page, nodes } = graph;
  const isStray = (v: number): boolean => v < nodes && of[v] === 0 && attachedTo[v] === NONE;
  const leader = Uint32Array.from({ length: nodes }, (_, v) => v);
  const leaderOf = (v: number): number => {
    let at = v;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at] ?? 0] ?? 0;
      at = leader[at] ?? 0;
    }
    return at;
  };
  for (let e = 0; e < page.from.length; e++) {
    const from = page.from[e] ?? 0;
    const to = page.to[e] ?? 0;
    if (isStray(from) && isStray(to)) leader[leaderOf(from)] = leaderOf(to);
  }
  const common = (a: number, b: number): number => {
    let [x, y] = [a, b];
    while (x !== y) {
      if ((depth[x] ?? 0) >= (depth[y] ?? 0)) x = parent[x] ?? 0;
      else y = parent[y] ?? 0;
    }
    return x;
  };
  /** The scope around each group of strays; `NONE` as long as nothing was met. */
  const around = new Uint32Array(nodes).fill(NONE);
  const meet = (stray: number, other: number): void => {
    const at = leaderOf(stray);
    const scope = other < nodes ? (of[other] ?? 0) : 0;
    around[at] = around[at] === NONE ? scope : common(around[at] ?? 0, scope);
  };
  for (let e = 0; e < page.from.length; e++) {
    const from = page.from[e] ?? 0;
    const to = page.to[e] ?? 0;
    if (from < nodes && attachedTo[from] !== NONE) continue;
    if (isStray(from) && !isStray(to)) meet(from, to);
    if (isStray(to) && !isStray(from)) meet(to, from);
  }
  const inside = new Uint32Array(parent.length);
  const strays = new Uint32Array(nodes);
  for (let v = 0; v < nodes; v++) {
    if (isStray(v)) strays[leaderOf(v)] = (strays[leaderOf(v)] ?? 0) + 1;
    else inside[of[v] ?? 0] = (inside[of[v] ?? 0] ?? 0) + 1;
  }
  for (let s = parent.length - 1; s > 0; s--) inside[parent[s] ?? 0] = (inside[parent[s] ?? 0] ?? 0) + (inside[s] ?? 0);
  const adopted: (readonly [node: number, scope: number])[] = [];
  for (let v = 0; v < nodes; v++) {
    if (!isStray(v)) continue;
    const scope = around[leaderOf(v)] ?? NONE;
    if (scope !== NONE && scope !== 0 && (strays[leaderOf(v)] ?? 0) <= (inside[scope] ?? 0)) adopted.push([v, scope]);
  }
  for (const [v, scope] of adopted) of[v] = scope;
}
