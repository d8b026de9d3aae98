import { ITEM, NONE } from './hierarchy';
import type { PageGraph } from './pageGraph';
import type { ScopeTree } from './scopeTree';

/** Groups of one graph while they are found. A group's number never changes. */
export class GroupTree {
  /** One of `ITEM`. */
  readonly kind: number[] = [];
  readonly title: string[] = [];
  /** The group around, `NONE` at the top. */
  readonly parent: number[] = [];
  readonly repeats: number[] = [];
  /** The group of each node, `NONE` at the top. */
  readonly groupOf: Uint32Array;

  constructor(nodes: number) {
    this.groupOf = new Uint32Array(nodes).fill(NONE);
  }

  add(kind: number, title: string, parent: number, repeats = 1): number {
    this.title.push(title);
    this.parent.push(parent);
    this.repeats.push(repeats);
    return this.kind.push(kind) - 1;
  }
}

/**
 * A group for each scope with at least two nodes. A scope that holds nothing but another is one group with it: `encoder/layer`.
 * Attached constants do not count.
 */
export function scopeGroups({ nodes }: PageGraph, attachedTo: Uint32Array, scopes: ScopeTree): GroupTree {
  const groups = new GroupTree(nodes);
  const { name, parent, of } = scopes;
  const total = new Uint32Array(name.length);
  for (let v = 0; v < nodes; v++) if (attachedTo[v] === NONE) total[of[v] ?? 0] = (total[of[v] ?? 0] ?? 0) + 1;
  const direct = total.slice();
  const inner = new Uint32Array(name.length);
  for (let s = name.length - 1; s > 0; s--) {
    const around = parent[s] ?? 0;
    total[around] = (total[around] ?? 0) + (total[s] ?? 0);
    if ((total[s] ?? 0) >= 2) inner[around] = (inner[around] ?? 0) + 1;
    else direct[around] = (direct[around] ?? 0) + (total[s] ?? 0);
  }
  const group = new Uint32Array(name.length).fill(NONE);
  /** What a scope that is one with the one inside it adds to that one's title. */
  const before = new Array<string>(name.length).fill('');
  for (let s = 1; s < name.length; s++) {
    const around = parent[s] ?? 0;
    group[s] = group[around] ?? NONE;
    if ((total[s] ?? 0) < 2) continue;
    const title = before[around] === '' ? (name[s] ?? '') : `${before[around]}/${name[s]}`;
    if (direct[s] === 0 && inner[s] === 1) before[s] = title;
    else group[s] = groups.add(ITEM.scope, title, group[around] ?? NONE);
  }
  for (let v = 0; v < nodes; v++) groups.groupOf[v] = group[of[v] ?? 0] ?? NONE;
  return groups;
}
