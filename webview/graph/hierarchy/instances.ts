import type { GraphPage, HeldBody } from '../../../src/shared/protocol/editor';
import { bodiesOf } from './bodies';
import { NONE } from './hierarchy';
import { type PageTree, pageTree } from './pageTree';

/** One appearance of a graph, and the numbers its items have. */
export interface Instance {
  readonly number: number;
  readonly tree: PageTree;
  /** The item of the body, `NONE` for the root; the instance and vertex of the node that holds it. */
  readonly body: number;
  readonly outer: Instance | null;
  readonly holder: number;
  readonly held: HeldBody | null;
  /** Item of vertex 0, and of group 0. */
  readonly firstItem: number;
  readonly firstGroup: number;
  /** Instances of what each vertex holds, as far as they were asked for. */
  readonly inner: Map<number, Instance[]>;
}

/**
 * The root and, in the order in which they were asked for, what holders hold. Items are numbered in that order, so that asking for
 * more never changes a number.
 */
export class Instances {
  readonly list: Instance[] = [];
  items = 0;

  constructor(
    private readonly pages: ReadonlyMap<string, GraphPage>,
    root: string,
  ) {
    const page = pages.get(root);
    if (page !== undefined) this.#add(page, null, NONE, null);
  }

  /** Adds what the holder with this item number holds. Nothing happens when it is no holder, was added, or a page is missing. */
  open(item: number): void {
    const outer = this.instanceOf(item);
    const vertex = outer === undefined ? NONE : item - outer.firstItem;
    if (outer === undefined || outer.inner.has(vertex) || !outer.tree.holders.has(vertex)) return;
    const held = bodiesOf(outer.tree.graph.page, vertex).map(body => ({ body, page: this.pages.get(body.graph) }));
    if (held.some(({ page }) => page === undefined)) return;
    const inner: Instance[] = [];
    for (const { body, page } of held) if (page !== undefined) inner.push(this.#add(page, outer, vertex, body));
    outer.inner.set(vertex, inner);
  }

  /** The instance that an item is in; a body's own item counts to the one that holds it. */
  instanceOf(item: number): Instance | undefined {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const start = this.list[middle];
      if (start !== undefined && (start.body === NONE ? 0 : start.body) <= item) low = middle + 1;
      else high = middle;
    }
    const found = this.list[low - 1];
    return found?.body === item ? (found.outer ?? undefined) : found;
  }

  #add(page: GraphPage, outer: Instance | null, holder: number, held: HeldBody | null): Instance {
    const tree = pageTree(page);
    const body = outer === null ? NONE : this.items++;
    const firstItem = this.items;
    const firstGroup = firstItem + tree.graph.vertices - (outer === null ? 0 : tree.captured);
    this.items = firstGroup + tree.groups.kind.length;
    const number = this.list.length;
    const made = { number, tree, body, outer, holder, held, firstItem, firstGroup, inner: new Map() };
    this.list.push(made);
    return made;
  }
}

/** Item of a vertex; `NONE` for a captured value of a body, which is no item. */
export function itemOfVertex({ body, tree, firstItem }: Instance, vertex: number): number {
  if (body === NONE || vertex < tree.firstCaptured) return firstItem + vertex;
  return vertex < tree.firstCaptured + tree.captured ? NONE : firstItem + vertex - tree.captured;
}

/** Whether a vertex stands for a value of an enclosing graph that is shown around this one. */
export function isCaptured({ body, tree }: Instance, vertex: number): boolean {
  return body !== NONE && vertex >= tree.firstCaptured && vertex < tree.firstCaptured + tree.captured;
}
