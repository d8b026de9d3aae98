import type { GraphPage } from '../../../src/shared/protocol/editor';
import { formatInteger } from '../../../src/shared/units';
import { type Hierarchy, ITEM, NONE } from '../hierarchy/hierarchy';
import { cleanText } from './cleanText';

/** Lines under a title at most; nodes with thousands of constants exist. */
const MOST_LINES = 6;
/** Details begin with the shape of the largest weight, which has a line of its own here: `64×3×7×7, kernel 7×7`. */
const LEADING_SHAPE = /^[^ ,]*(, |$)/;

/** What is written on the items of a hierarchy. Needs no page, so the worker that sizes boxes uses it too. */
export class ItemTexts {
  /** Edge of the hierarchy that brings each attached constant to its consumer, grouped by consumer. */
  readonly #attachedStart: Uint32Array;
  readonly #attachedEdge: Uint32Array;

  constructor(readonly hierarchy: Hierarchy) {
    const { items, attachedTo, from, to } = hierarchy;
    const start = new Uint32Array(items + 1);
    const carries = (edge: number): boolean => {
      const consumer = attachedTo[from[edge] ?? 0] ?? NONE;
      return consumer !== NONE && consumer === to[edge];
    };
    const seen = new Uint8Array(items);
    const edges: number[] = [];
    for (let edge = 0; edge < from.length; edge++) {
      const constant = from[edge] ?? 0;
      if (seen[constant] === 1 || !carries(edge)) continue;
      seen[constant] = 1;
      edges.push(edge);
      const after = (to[edge] ?? 0) + 1;
      start[after] = (start[after] ?? 0) + 1;
    }
    for (let i = 0; i < items; i++) start[i + 1] = (start[i + 1] ?? 0) + (start[i] ?? 0);
    const next = start.slice(0, items);
    const grouped = new Uint32Array(edges.length);
    for (const edge of edges) {
      const consumer = to[edge] ?? 0;
      const slot = next[consumer] ?? 0;
      grouped[slot] = edge;
      next[consumer] = slot + 1;
    }
    this.#attachedStart = start;
    this.#attachedEdge = grouped;
  }

  /** First line: the operator of a node, the name of an end, what a group is called. */
  title(item: number): string {
    switch (this.hierarchy.kind[item]) {
      case ITEM.node:
      case ITEM.holder:
        return cleanText(lastPart(this.#operator(item), '.')) || cleanText(this.#operator(item)) || 'node';
      case ITEM.input:
      case ITEM.output:
        return cleanText(this.name(item)) || (this.hierarchy.kind[item] === ITEM.input ? 'input' : 'output');
      default:
        return cleanText(this.#groupTitle(item)) || 'group';
    }
  }

  /** Lines under the title, the most telling first. */
  lines(item: number): readonly string[] {
    const { kind } = this.hierarchy;
    if (kind[item] === ITEM.input || kind[item] === ITEM.output) return full([cleanText(this.#endType(item))]);
    if (kind[item] !== ITEM.node && kind[item] !== ITEM.holder) return [this.#size(item)];
    const own = cleanText(lastPart(this.name(item), '/'));
    const lines = full([own === this.title(item) ? '' : own, ...this.#facts(item)]);
    const most = lines.slice(0, MOST_LINES);
    if (lines.length > most.length) most[MOST_LINES - 1] = `… ${formatInteger(lines.length - MOST_LINES + 1)} more`;
    return most;
  }

  /** How large a group is; of a stack, whose title may be cut, how often what. */
  #size(item: number): string {
    const parts = this.hierarchy.repeats[item] ?? 1;
    const nodes = this.hierarchy.nodes[item] ?? 0;
    if (parts < 2 || nodes % parts !== 0) return this.nodeCount(item);
    return `${formatInteger(parts)} × ${formatInteger(nodes / parts)} nodes`;
  }

  /** The title with the whole name: `MatMul /encoder/layer.3/MatMul_2`. */
  called(item: number): string {
    const title = this.title(item);
    const name = cleanText(this.name(item));
    return name === '' || name === title ? title : `${title} ${name}`;
  }

  /**
   * One line for people who hear the drawing.
   * @param figure what is to be told of it before anything else; empty for nothing
   */
  describe(item: number, isOpen: boolean, figure = ''): string {
    const { kind } = this.hierarchy;
    const title = this.title(item);
    const called = [this.called(item), ...full([figure])].join(', ');
    switch (kind[item]) {
      case ITEM.node:
        return [called, ...full(this.#facts(item)).slice(0, MOST_LINES)].join(', ');
      case ITEM.input:
      case ITEM.output:
        return [`Graph ${kind[item] === ITEM.input ? 'input' : 'output'} ${title}`, ...this.lines(item)].join(', ');
      case ITEM.holder:
        return [called, this.nodeCount(item), isOpen ? 'open' : 'folded'].join(', ');
      default:
        return [
          `${kind[item] === ITEM.stack ? 'Stack' : kind[item] === ITEM.body ? 'Graph' : 'Group'} ${title}`,
          ...full([figure]),
          this.nodeCount(item),
          isOpen ? 'open' : 'folded',
        ].join(', ');
    }
  }

  /** Name of a node or an end as the file has it; empty for groups. */
  name(item: number): string {
    const page = this.#page(item);
    const vertex = this.hierarchy.vertex[item] ?? NONE;
    if (page === undefined || vertex === NONE) return '';
    const nodes = page.names.length;
    if (vertex < nodes) return page.names[vertex] ?? '';
    return endOf(page, vertex - nodes)?.name ?? '';
  }

  /** Attributes, weights and parts of a node, the number of nodes in one that holds graphs. */
  #facts(item: number): string[] {
    const weights = this.#weights(item);
    const details = cleanText(this.#page(item)?.details[this.hierarchy.vertex[item] ?? 0] ?? '');
    const isHolder = this.hierarchy.kind[item] === ITEM.holder && this.#count(item) > 1;
    return [
      weights.length === 0 ? details : details.replace(LEADING_SHAPE, ''),
      ...weights,
      ...this.#attached(item),
      isHolder ? this.nodeCount(item) : '',
    ];
  }

  #weights(item: number): string[] {
    const lines = this.#page(item)?.weightLines;
    const text = lines?.texts[lines.index[this.hierarchy.vertex[item] ?? 0] ?? 0] ?? '';
    return text === '' ? [] : text.split('\n', MOST_LINES + 1).map(cleanText);
  }

  /** Printed types of the constants that are drawn as parts of an item. */
  #attached(item: number): string[] {
    const { edge, edgeInstance, instances } = this.hierarchy;
    const lines: string[] = [];
    for (let i = this.#attachedStart[item] ?? 0; i < (this.#attachedStart[item + 1] ?? 0); i++) {
      const carrier = this.#attachedEdge[i] ?? 0;
      const page = instances[edgeInstance[carrier] ?? 0]?.page;
      lines.push(cleanText(page?.valueTypes[page.value[edge[carrier] ?? 0] ?? 0] ?? ''));
    }
    return lines;
  }

  #page(item: number): GraphPage | undefined {
    return this.hierarchy.instances[this.hierarchy.instance[item] ?? 0]?.page;
  }

  #operator(item: number): string {
    const page = this.#page(item);
    return page?.ops[page.op[this.hierarchy.vertex[item] ?? 0] ?? 0] ?? '';
  }

  #groupTitle(item: number): string {
    return this.hierarchy.titles[this.hierarchy.title[item] ?? 0] ?? '';
  }

  #endType(item: number): string {
    const page = this.#page(item);
    return page === undefined ? '' : (endOf(page, (this.hierarchy.vertex[item] ?? 0) - page.names.length)?.type ?? '');
  }

  #count(item: number): number {
    return this.hierarchy.nodes[item] ?? 0;
  }

  /** `1 node`, `6,848 nodes`: at all levels. */
  nodeCount(item: number): string {
    const count = this.#count(item);
    return `${formatInteger(count)} ${count === 1 ? 'node' : 'nodes'}`;
  }
}

function endOf(page: GraphPage, place: number): { readonly name: string; readonly type: string } | undefined {
  return place < page.inputs.length ? page.inputs[place] : page.outputs[place - page.inputs.length];
}

function lastPart(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}

function full(lines: readonly string[]): string[] {
  return lines.filter(line => line !== '');
}
