import type { Graph, Node } from '../../model/model';
import type { NodeFigures } from '../../shared/figures/nodeFigures';

export type FigureHead = Omit<NodeFigures, 'graphs' | 'graph' | 'node' | 'value' | 'notes'>;

/** Collects a figure node by node. A node that is given twice keeps what came first. */
export class FigureBuilder {
  readonly #graphs = new Map<string, number>();
  readonly #seen = new Set<Node>();
  readonly #graph: number[] = [];
  readonly #node: number[] = [];
  readonly #value: number[] = [];

  get count(): number {
    return this.#value.length;
  }

  add(graph: Graph, node: Node, value: number): void {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    const index = this.#graphs.get(graph.id) ?? this.#graphs.size;
    this.#graphs.set(graph.id, index);
    this.#graph.push(index);
    this.#node.push(node.index);
    this.#value.push(value);
  }

  build(head: FigureHead, notes: readonly string[]): NodeFigures {
    return {
      ...head,
      graphs: [...this.#graphs.keys()],
      graph: Uint32Array.from(this.#graph),
      node: Uint32Array.from(this.#node),
      value: Float64Array.from(this.#value),
      notes,
    };
  }
}
