import assert from 'node:assert/strict';
import { inferTypes } from '../../../../../src/analysis/shapes/inferTypes';
import { memorySource } from '../../../../../src/formats/fileSource';
import { readOnnx } from '../../../../../src/formats/onnx/readOnnx';
import { graphPage } from '../../../../../src/model/graphPage';
import type { Model } from '../../../../../src/model/model';
import { everyGraph } from '../../../../../src/model/modelIndex';
import type { GraphPage } from '../../../../../src/shared/protocol/editor';
import { FOLDED_BY_DEFAULT, type Folding } from '../../../../../webview/graph/arrange/arrangement';
import { buildHierarchy } from '../../../../../webview/graph/hierarchy/buildHierarchy';
import { type Hierarchy, ITEM, NONE } from '../../../../../webview/graph/hierarchy/hierarchy';
import { openGroups } from '../../../../../webview/graph/hierarchy/openGroups';
import { type GraphBuilder, modelBytes } from '../../../../fixtures/builders/onnxModel';

export type Pages = ReadonlyMap<string, GraphPage>;

export interface Unfolded {
  readonly hierarchy: Hierarchy;
  readonly open: Uint8Array;
  readonly asked: readonly number[];
}

/** Every graph of a model as the host sends it. */
export function pagesOf(model: Model): Pages {
  const types = inferTypes(model);
  return new Map(everyGraph(model).map(({ id }) => [id, graphPage(model, id, types)]));
}

export async function pagesOfGraph(graph: GraphBuilder | Uint8Array): Promise<Pages> {
  const bytes = graph instanceof Uint8Array ? graph : modelBytes(graph);
  return pagesOf((await readOnnx(memorySource(bytes, 'model.onnx'))).model);
}

/** The hierarchy with the bodies that a folding opens, as the worker makes it. */
export function unfold(pages: Pages, folding: Folding = FOLDED_BY_DEFAULT, root = 'main', rounds = 2000): Unfolded {
  let asked: readonly number[] = [];
  for (let round = 0; round < rounds; round++) {
    const hierarchy = buildHierarchy(root, pages, asked);
    const { open, wanted } = openGroups(hierarchy, folding);
    if (wanted.length === 0) return { hierarchy, open, asked };
    asked = [...asked, ...wanted];
  }
  throw new Error('Folding never comes to an end.');
}

export const ALL_OPEN: Folding = { rest: 'open', opened: [], closed: [] };

/** What an item is called: the title of a group, operator and name of a node, name of an end. */
export function nameOf({ kind, title, titles, vertex, instances, instance }: Hierarchy, item: number): string {
  const page = instances[instance[item] ?? 0]?.page;
  const v = vertex[item] ?? NONE;
  if (v === NONE || page === undefined) return titles[title[item] ?? 0] ?? '';
  const nodes = page.names.length;
  if (kind[item] === ITEM.input) return `in ${page.inputs[v - nodes]?.name}`;
  if (kind[item] === ITEM.output) return `out ${page.outputs[v - nodes - page.inputs.length]?.name}`;
  const name = (page.names[v] ?? '').split('/').at(-1) ?? '';
  const op = page.ops[page.op[v] ?? 0] ?? '';
  return name === '' || name === op ? op : `${op} ${name}`;
}

/** Everything in a hierarchy, two spaces for each level, constants that are attached left out; groups deeper than `levels` closed. */
export function outline(hierarchy: Hierarchy, levels = Number.POSITIVE_INFINITY): readonly string[] {
  const lines: string[] = [];
  const visit = (item: number, depth: number): void => {
    for (const child of childrenOf(hierarchy, item)) {
      if (hierarchy.attachedTo[child] !== NONE) continue;
      const mark =
        (hierarchy.kind[child] ?? 0) >= ITEM.scope ? `[${nameOf(hierarchy, child)}]` : nameOf(hierarchy, child);
      lines.push(`${'  '.repeat(depth)}${mark}`);
      if (depth + 1 < levels) visit(child, depth + 1);
    }
  };
  visit(hierarchy.items, 0);
  return lines;
}

export function childrenOf({ childStart, children }: Hierarchy, item: number): readonly number[] {
  return [...children.subarray(childStart[item], childStart[item + 1])];
}

/** Boxes in sight: what is at the top and in open groups. */
export function shownBoxes(hierarchy: Hierarchy, open: Uint8Array): number {
  let boxes = 0;
  const waiting = [hierarchy.items];
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    for (const child of childrenOf(hierarchy, item)) {
      if (hierarchy.attachedTo[child] !== NONE) continue;
      boxes += 1;
      if (open[child] === 1) waiting.push(child);
    }
  }
  return boxes;
}

/** Edges as `from -value-> to`, sorted as they are listed. */
export function edgeLines(hierarchy: Hierarchy): readonly string[] {
  return Array.from(hierarchy.from, (from, i) => {
    const page = hierarchy.instances[hierarchy.edgeInstance[i] ?? 0]?.page;
    const value = page?.values[page.value[hierarchy.edge[i] ?? 0] ?? 0];
    return `${nameOf(hierarchy, from)} -${value}-> ${nameOf(hierarchy, hierarchy.to[i] ?? 0)}`;
  });
}

/** What must hold of every hierarchy. */
export function checkHierarchy(hierarchy: Hierarchy): void {
  const { items, kind, parent, childStart, children, nodes, vertex, instances, instance, attachedTo } = hierarchy;
  assert.equal(children.length, items, 'every item is in one place');
  assert.equal(new Set(children).size, items, 'no item is in two places');
  const counted = new Uint32Array(items);
  for (let item = items - 1; item >= 0; item--) assert.ok((childStart[item] ?? 0) <= (childStart[item + 1] ?? 0));
  for (let item = 0; item <= items; item++) {
    for (const child of childrenOf(hierarchy, item)) {
      assert.equal(parent[child], item === items ? NONE : item, 'parents and children agree');
    }
  }
  for (let item = 0; item < items; item++) {
    const isGroup = (kind[item] ?? 0) >= ITEM.scope && kind[item] !== ITEM.holder && kind[item] !== ITEM.body;
    if (isGroup) assert.ok(childrenOf(hierarchy, item).length > 0, `group ${nameOf(hierarchy, item)} holds something`);
    const consumer = attachedTo[item] ?? NONE;
    if (consumer !== NONE) assert.equal(parent[consumer], parent[item], 'constants are where their consumers are');
    if (kind[item] !== ITEM.node && kind[item] !== ITEM.holder) continue;
    let steps = 0;
    for (let at = item; at !== NONE; at = parent[at] ?? NONE) {
      counted[at] = (counted[at] ?? 0) + 1;
      steps += 1;
      assert.ok(steps <= items, 'nothing is in itself');
    }
  }
  assert.deepEqual([...nodes], [...counted], 'nodes are counted at all levels');
  checkEdges(hierarchy);
  for (const [number, { page, body }] of instances.entries()) {
    const own = new Set<number>();
    for (let item = 0; item < items; item++) {
      if (instance[item] === number && vertex[item] !== NONE) own.add(vertex[item] ?? 0);
    }
    const captured = body === NONE ? 0 : page.captured;
    assert.equal(own.size, page.names.length + page.inputs.length + page.outputs.length - captured);
  }
}

function checkEdges({ instances, from, to, edge, edgeInstance, items }: Hierarchy): void {
  const drawn = instances.map(({ page }) => new Uint8Array(page.from.length));
  for (let e = 0; e < from.length; e++) {
    assert.ok((from[e] ?? items) < items && (to[e] ?? items) < items);
    drawn[edgeInstance[e] ?? 0]?.fill(1, edge[e] ?? 0, (edge[e] ?? 0) + 1);
  }
  for (const [number, { page, body }] of instances.entries()) {
    const nodes = page.names.length;
    const firstCaptured = body === NONE ? Number.POSITIVE_INFINITY : nodes + page.inputs.length - page.captured;
    page.from.forEach((source, e) => {
      const stands = source < firstCaptured || source >= nodes + page.inputs.length;
      if (stands) assert.equal(drawn[number]?.[e], 1, `edge ${e} of ${page.id} is drawn`);
    });
  }
}
