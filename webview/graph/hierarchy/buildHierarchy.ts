import type { GraphPage } from '../../../src/shared/protocol/editor';
import { hierarchyEdges, outerItem } from './crossings';
import { type Hierarchy, ITEM, NONE } from './hierarchy';
import { type Instance, Instances, itemOfVertex } from './instances';
import { byVertex } from './pageGraph';

/**
 * Items and edges of a graph and of what was asked for inside it.
 * @param root id of the graph
 * @param pages by id; what is not among them has no items
 * @param asked items of holders whose bodies are wanted, in the order in which they were first asked for; a holder inside a body
 * comes after the one around it
 */
export function buildHierarchy(
  root: string,
  pages: ReadonlyMap<string, GraphPage>,
  asked: readonly number[],
): Hierarchy {
  const instances = new Instances(pages, root);
  for (const item of asked) instances.open(item);
  const items = new Items(instances.items);
  for (const instance of instances.list) items.fill(instance);
  for (const instance of [...instances.list].reverse()) items.count(instance);
  return {
    root,
    instances: instances.list.map(({ tree, body }) => ({ page: tree.graph.page, body })),
    items: instances.items,
    ...items.columns(instances.list),
    ...hierarchyEdges(instances.list),
  };
}

class Items {
  readonly #kind: Uint8Array;
  readonly #parent: Uint32Array;
  readonly #instance: Uint32Array;
  readonly #vertex: Uint32Array;
  readonly #nodes: Uint32Array;
  readonly #repeats: Uint32Array;
  readonly #title: Uint32Array;
  readonly #attachedTo: Uint32Array;
  readonly #titles: string[] = [''];
  readonly #titleNumbers = new Map<string, number>([['', 0]]);

  constructor(private readonly items: number) {
    this.#kind = new Uint8Array(items);
    this.#parent = new Uint32Array(items).fill(NONE);
    this.#instance = new Uint32Array(items);
    this.#vertex = new Uint32Array(items).fill(NONE);
    this.#nodes = new Uint32Array(items);
    this.#repeats = new Uint32Array(items).fill(1);
    this.#title = new Uint32Array(items);
    this.#attachedTo = new Uint32Array(items).fill(NONE);
  }

  fill(instance: Instance): void {
    const { number, tree, body, outer, firstItem, firstGroup, held } = instance;
    const { graph, groups, attachedTo, holders } = tree;
    if (body !== NONE) {
      this.#kind[body] = ITEM.body;
      this.#parent[body] = outerItem(instance);
      this.#instance[body] = outer?.number ?? 0;
      this.#title[body] = this.#titleNumber(held?.title ?? '');
    }
    const { nodes, vertices, page } = graph;
    for (let v = 0; v < vertices; v++) {
      const item = itemOfVertex(instance, v);
      if (item === NONE) continue;
      this.#instance[item] = number;
      this.#vertex[item] = v;
      if (v >= nodes) {
        this.#kind[item] = v < nodes + page.inputs.length ? ITEM.input : ITEM.output;
        this.#parent[item] = body;
        continue;
      }
      this.#kind[item] = holders.has(v) ? ITEM.holder : ITEM.node;
      const group = groups.groupOf[v] ?? NONE;
      this.#parent[item] = group === NONE ? body : firstGroup + group;
      const consumer = attachedTo[v] ?? NONE;
      if (consumer !== NONE) this.#attachedTo[item] = firstItem + consumer;
    }
    for (let g = 0; g < groups.kind.length; g++) {
      const item = firstGroup + g;
      const around = groups.parent[g] ?? NONE;
      this.#kind[item] = groups.kind[g] ?? ITEM.scope;
      this.#parent[item] = around === NONE ? body : firstGroup + around;
      this.#instance[item] = number;
      this.#repeats[item] = groups.repeats[g] ?? 1;
      this.#title[item] = this.#titleNumber(groups.title[g] ?? '');
    }
  }

  /** Counts nodes; what an instance holds was counted before. */
  count({ tree, body, outer, holder, firstItem }: Instance): void {
    let total = 0;
    for (let v = 0; v < tree.graph.nodes; v++) {
      const item = firstItem + v;
      this.#nodes[item] = (this.#nodes[item] ?? 0) + 1;
      const own = this.#nodes[item] ?? 0;
      total += own;
      for (let at = this.#parent[item] ?? NONE; at !== body; at = this.#parent[at] ?? NONE) {
        this.#nodes[at] = (this.#nodes[at] ?? 0) + own;
      }
    }
    if (outer === null) return;
    this.#nodes[body] = total;
    const around = outer.firstItem + holder;
    this.#nodes[around] = (this.#nodes[around] ?? 0) + total;
  }

  columns(
    instances: readonly Instance[],
  ): Omit<Hierarchy, 'root' | 'instances' | 'items' | 'from' | 'to' | 'edgeInstance' | 'edge'> {
    const { start, list } = byVertex(
      this.items + 1,
      this.#parent.map(parent => (parent === NONE ? this.items : parent)),
    );
    this.#sortChildren(instances, start, list);
    return {
      kind: this.#kind,
      parent: this.#parent,
      childStart: start,
      children: list,
      instance: this.#instance,
      vertex: this.#vertex,
      nodes: this.#nodes,
      repeats: this.#repeats,
      title: this.#title,
      titles: this.#titles,
      attachedTo: this.#attachedTo,
    };
  }

  /** What a group holds as the file has it: inputs, nodes and groups, outputs. */
  #sortChildren(instances: readonly Instance[], start: Uint32Array, list: Uint32Array): void {
    const places = new Float64Array(this.items);
    for (const instance of instances) {
      const { tree, body, firstItem, firstGroup } = instance;
      const { nodes, vertices } = tree.graph;
      if (body !== NONE) places[body] = body;
      for (let v = 0; v < nodes; v++) places[firstItem + v] = v;
      for (let v = nodes; v < vertices; v++) {
        const item = itemOfVertex(instance, v);
        if (item !== NONE) places[item] = this.#kind[item] === ITEM.input ? v - vertices : v;
      }
      tree.places.forEach((place, group) => {
        places[firstGroup + group] = place;
      });
    }
    for (let group = 0; group <= this.items; group++) {
      const children = list.subarray(start[group], start[group + 1]);
      const isSorted = children.every(
        (item, i) => i === 0 || (places[children[i - 1] ?? 0] ?? 0) <= (places[item] ?? 0),
      );
      if (!isSorted) children.sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0) || a - b);
    }
  }

  #titleNumber(title: string): number {
    const known = this.#titleNumbers.get(title);
    if (known !== undefined) return known;
    const number = this.#titles.push(title) - 1;
    this.#titleNumbers.set(title, number);
    return number;
  }
}
