import { subgraphs } from '../../model/attributes';
import type { Graph, Model, Node, Property, Value, Weight } from '../../model/model';
import { modelIndex } from '../../model/modelIndex';
import { printValueType, printWeightType } from '../../model/printType';
import { type ModelTypes, typeOfValue } from '../../model/valueTypes';
import { formatBytes, formatInteger } from '../../shared/units';

/** A node of a graph, as the page is asked to show it. */
export interface NodePlace {
  readonly graph: string;
  readonly index: number;
}

/** One line of the structure tree, free of any editor's types. Entries keep their identity: children are made once. */
export interface Entry {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** Name of a codicon. */
  readonly icon: string;
  readonly parent: Entry | null;
  /** Where a click leads. */
  readonly place: NodePlace | null;
  /** `null` for a leaf. */
  readonly children: (() => readonly Entry[]) | null;
}

/** Longer lists are cut into pages: VS Code draws thousands of rows slowly and nobody reads them. */
export const PAGE = 200;

type Details = Partial<Pick<Entry, 'description' | 'tooltip' | 'place'>> & {
  readonly children?: (self: Entry) => readonly Entry[];
};

function entry(parent: Entry | null, key: string, label: string, icon: string, details: Details = {}): Entry {
  const { description = '', tooltip = '', place = null, children } = details;
  let made: readonly Entry[] | null = null;
  const self: Entry = {
    id: parent === null ? key : `${parent.id}/${key}`,
    label,
    description,
    tooltip: tooltip === '' ? [label, description].filter(part => part !== '').join('\n') : tooltip,
    icon,
    parent,
    place,
    children:
      children === undefined
        ? null
        : () => {
            made ??= children(self);
            return made;
          },
  };
  return self;
}

interface Source {
  readonly model: Model;
  /** Types that go before the declared ones. */
  readonly types: ModelTypes;
}

/**
 * The top of the tree: the main graph's parts, then functions, training and metadata where there are any.
 * @param types inferred types to show instead of the declared ones
 */
export function structureEntries(model: Model, types: ModelTypes = new Map()): readonly Entry[] {
  const source = { model, types };
  const list = <T>(key: string, label: string, icon: string, items: readonly T[], make: Maker<T>) =>
    items.length === 0 ? [] : [listEntry(null, key, label, icon, items, make)];
  return [
    ...graphParts(null, source, model.graph),
    ...list('functions', 'Functions', 'symbol-function', model.functions, (parent, { name, domain, graph }, index) =>
      graphEntry(parent, source, graph, `${index}`, name, 'symbol-function', domain),
    ),
    ...list('training', 'Training', 'mortar-board', trainingGraphs(model), (parent, graph, index) =>
      graphEntry(parent, source, graph, `${index}`, graph.name || graph.id, 'type-hierarchy', ''),
    ),
    ...list('metadata', 'Metadata', 'tag', model.metadata, propertyEntry),
  ];
}

/** The entry of a node, its parents made on the way; `null` when the model has no such node. */
export function findNodeEntry(roots: readonly Entry[], model: Model, place: NodePlace): Entry | null {
  const graph = modelIndex(model).get(place.graph)?.graph;
  const parts = graph === undefined ? null : findParts(roots, model, graph);
  const nodes = parts?.find(part => part.id.split('/').at(-1) === 'nodes');
  return nodes === undefined ? null : itemAt(nodes, graph?.nodes.length ?? 0, place.index);
}

/** The entries under a graph: the roots for the main graph. */
function findParts(roots: readonly Entry[], model: Model, graph: Graph): readonly Entry[] | null {
  if (graph === model.graph) return roots;
  if (graph.parent !== null) {
    const owner = ownerOf(modelIndex(model).get(graph.parent)?.graph, graph.id);
    const node = owner === null ? null : findNodeEntry(roots, model, owner.place);
    return node?.children?.()[owner?.position ?? 0]?.children?.() ?? null;
  }
  for (const [key, graphs] of rootLists(model)) {
    const position = graphs.indexOf(graph);
    const list = roots.find(({ id }) => id === key);
    if (position >= 0 && list !== undefined) return itemAt(list, graphs.length, position)?.children?.() ?? null;
  }
  return null;
}

function rootLists(model: Model): readonly (readonly [string, readonly Graph[]])[] {
  return [
    ['functions', model.functions.map(({ graph }) => graph)],
    ['training', trainingGraphs(model)],
  ];
}

function trainingGraphs(model: Model): readonly Graph[] {
  return model.training.flatMap(({ initialization, algorithm }) => {
    return [initialization, algorithm].filter(graph => graph !== null);
  });
}

/** An item of a list, whichever page it is on. */
function itemAt(list: Entry, count: number, position: number): Entry | null {
  const children = list.children?.() ?? [];
  if (count <= PAGE) return children[position] ?? null;
  return children[Math.floor(position / PAGE)]?.children?.()[position % PAGE] ?? null;
}

type Maker<T> = (parent: Entry, item: T, index: number) => Entry;

function graphParts(parent: Entry | null, source: Source, graph: Graph): readonly Entry[] {
  const { model, types } = source;
  const uses = modelIndex(model).get(graph.id)?.uses;
  const place = (name: string): NodePlace | null => {
    const use = uses?.get(name)?.[0];
    return use === undefined ? null : { graph: use.graph.id, index: use.node.index };
  };
  const producers = modelIndex(model).get(graph.id)?.producers;
  const produced = (name: string): NodePlace | null => {
    const producer = producers?.get(name);
    return producer === undefined ? null : { graph: graph.id, index: producer.index };
  };
  const list = <T>(key: string, label: string, icon: string, items: readonly T[], make: Maker<T>) =>
    items.length === 0 ? [] : [listEntry(parent, key, label, icon, items, make)];
  const typed = (value: Value): Value => ({
    ...value,
    type: typeOfValue(model, types, graph.id, value.name) ?? value.type,
  });
  // Old files list their initializers among the inputs as well.
  const inputs = graph.inputs.filter(({ name }) => !graph.initializers.has(name));
  return [
    ...list('inputs', 'Inputs', 'sign-in', inputs, (group, value, index) =>
      valueEntry(group, typed(value), index, place(value.name)),
    ),
    ...list('outputs', 'Outputs', 'sign-out', graph.outputs, (group, value, index) =>
      valueEntry(group, typed(value), index, produced(value.name)),
    ),
    ...list('nodes', 'Nodes', 'circuit-board', graph.nodes, (group, node) => nodeEntry(group, source, graph, node)),
    ...list('initializers', 'Initializers', 'database', [...graph.initializers], (group, [name, weight], index) =>
      weightEntry(group, name, weight, index, place(name)),
    ),
  ];
}

function graphEntry(
  parent: Entry,
  source: Source,
  graph: Graph,
  key: string,
  label: string,
  icon: string,
  about: string,
): Entry {
  const nodes = graph.nodes.length === 1 ? '1 node' : `${formatInteger(graph.nodes.length)} nodes`;
  return entry(parent, key, label, icon, {
    description: about === '' ? nodes : `${about} · ${nodes}`,
    tooltip: graph.doc,
    children: self => graphParts(self, source, graph),
  });
}

function nodeEntry(parent: Entry, source: Source, graph: Graph, node: Node): Entry {
  const nested = subgraphs(node);
  const label = node.name === '' ? node.op : node.name;
  return entry(parent, `${node.index}`, label, 'symbol-method', {
    description: node.name === '' ? `#${node.index}` : node.op,
    tooltip: [`${node.domain === '' ? '' : `${node.domain}.`}${node.op}`, node.name, node.doc]
      .filter(part => part !== '')
      .join('\n'),
    place: { graph: graph.id, index: node.index },
    ...(nested.length === 0
      ? {}
      : {
          children: (self: Entry) =>
            nested.map(({ attribute, graph: inner }, position) =>
              graphEntry(self, source, inner, `${position}`, attribute.name, 'type-hierarchy', ''),
            ),
        }),
  });
}

function valueEntry(parent: Entry, value: Value, index: number, place: NodePlace | null): Entry {
  return entry(parent, `${index}`, value.name, 'symbol-variable', {
    description: printValueType(value.type),
    tooltip: [value.name, printValueType(value.type), value.doc].filter(part => part !== '').join('\n'),
    place,
  });
}

function weightEntry(parent: Entry, name: string, weight: Weight, index: number, place: NodePlace | null): Entry {
  return entry(parent, `${index}`, name, 'symbol-array', {
    description: `${printWeightType(weight)} · ${formatBytes(weight.bytes)}`,
    place,
  });
}

function propertyEntry(parent: Entry, { key, value }: Property, index: number): Entry {
  const line = value.replace(/\s+/g, ' ');
  return entry(parent, `${index}`, key, 'symbol-key', {
    description: line.length > 200 ? `${line.slice(0, 200)}…` : line,
    tooltip: `${key}\n${value.slice(0, 2000)}`,
  });
}

/** A list under a title; a long one in pages that say what they hold. */
function listEntry<T>(
  parent: Entry | null,
  key: string,
  label: string,
  icon: string,
  items: readonly T[],
  make: Maker<T>,
): Entry {
  return entry(parent, key, label, icon, {
    description: formatInteger(items.length),
    children: group => {
      if (items.length <= PAGE) return items.map((item, index) => make(group, item, index));
      return Array.from({ length: Math.ceil(items.length / PAGE) }, (_, page) => {
        const start = page * PAGE;
        const slice = items.slice(start, start + PAGE);
        const range = `${formatInteger(start)} – ${formatInteger(start + slice.length - 1)}`;
        return entry(group, `page${page}`, range, 'list-ordered', {
          children: self => slice.map((item, index) => make(self, item, start + index)),
        });
      });
    },
  });
}

/** The node that holds a subgraph as an attribute, and which of its subgraphs it is. */
function ownerOf(outer: Graph | undefined, id: string): { place: NodePlace; position: number } | null {
  for (const node of outer?.nodes ?? []) {
    const position = subgraphs(node).findIndex(({ graph }) => graph.id === id);
    if (outer !== undefined && position >= 0) return { place: { graph: outer.id, index: node.index }, position };
  }
  return null;
}
