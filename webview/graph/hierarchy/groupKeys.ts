import { type Hierarchy, ITEM, NONE } from './hierarchy';

/**
 * What a group or holder is called wherever view states are kept: the same for the same file in every session, whatever else is
 * open. It is made of the graph at the root, the holders around, and the scope's path or the nodes a group begins and ends with.
 */
export function groupKey(hierarchy: Hierarchy, item: number): string {
  return new GroupKeys(hierarchy).of(item);
}

/** The groups and holders of a hierarchy that have one of the keys, by key. */
export function itemsOfKeys(hierarchy: Hierarchy, keys: Iterable<string>): ReadonlyMap<string, number> {
  const wanted = new Set(keys);
  const found = new Map<string, number>();
  if (wanted.size === 0) return found;
  const made = new GroupKeys(hierarchy);
  for (let item = 0; item < hierarchy.items; item++) {
    if ((hierarchy.kind[item] ?? ITEM.node) < ITEM.scope) continue;
    const key = made.of(item);
    if (wanted.has(key)) found.set(key, item);
  }
  return found;
}

const KIND_NAMES = new Map<number, string>([
  [ITEM.block, 'block'],
  [ITEM.stack, 'stack'],
]);

class GroupKeys {
  /** By instance: the graph at the root and the way into bodies. */
  readonly #graphs: readonly string[];
  /** Paths of scopes that were asked for. */
  readonly #paths = new Map<number, string>();

  constructor(private readonly hierarchy: Hierarchy) {
    this.#graphs = graphPaths(hierarchy);
  }

  of(item: number): string {
    const { kind, instance, vertex } = this.hierarchy;
    const graph = this.#graphs[instance[item] ?? 0] ?? '';
    switch (kind[item]) {
      case ITEM.holder:
        return `${graph} node ${vertex[item]}`;
      case ITEM.body:
        return `${graph} body ${vertex[this.hierarchy.parent[item] ?? 0]} ${placeInHolder(this.hierarchy, item)}`;
      case ITEM.scope:
        return `${graph} scope ${this.#path(item)}`;
      default:
        return `${graph} ${KIND_NAMES.get(kind[item] ?? 0)} ${this.#end(item, 0)} ${this.#end(item, -1)}`;
    }
  }

  /** Names of the scopes around and its own, whatever stacks and blocks lie between. */
  #path(item: number): string {
    const { kind, parent, title, titles } = this.hierarchy;
    const unknown: number[] = [];
    let path = '';
    for (let at = item; at !== NONE && kind[at] !== ITEM.body; at = parent[at] ?? NONE) {
      const known = this.#paths.get(at);
      if (known !== undefined) {
        path = known;
        break;
      }
      if (kind[at] === ITEM.scope) unknown.push(at);
    }
    for (const at of unknown.reverse()) {
      const name = titles[title[at] ?? 0] ?? '';
      path = path === '' ? name : `${path}/${name}`;
      this.#paths.set(at, path);
    }
    return path;
  }

  /** The first (`0`) or last (`-1`) vertex in a group, in the order of the file. */
  #end(item: number, which: 0 | -1): number {
    const { vertex, childStart, children } = this.hierarchy;
    let at = item;
    while (vertex[at] === NONE && childStart[at] !== childStart[at + 1]) {
      at = children[which === 0 ? (childStart[at] ?? 0) : (childStart[at + 1] ?? 0) - 1] ?? 0;
    }
    return vertex[at] ?? NONE;
  }
}

function graphPaths(hierarchy: Hierarchy): readonly string[] {
  const paths: string[] = [];
  for (const { body } of hierarchy.instances) {
    if (body === NONE) {
      paths.push(hierarchy.root);
      continue;
    }
    const holder = hierarchy.vertex[hierarchy.parent[body] ?? 0];
    paths.push(`${paths[hierarchy.instance[body] ?? 0]} > ${holder}.${placeInHolder(hierarchy, body)}`);
  }
  return paths;
}

function placeInHolder({ parent, childStart, children }: Hierarchy, body: number): number {
  const holder = parent[body] ?? 0;
  const first = childStart[holder] ?? 0;
  return children.subarray(first, childStart[holder + 1]).indexOf(body);
}
