import type { GraphPage } from '../../src/shared/protocol/editor';
import { type Adjacency, groupEdges } from './layout/adjacency';

export type VertexKind = 'node' | 'input' | 'output';

/** A `GraphPage` with its edges grouped by vertex, and words for its vertices. */
export class DrawnGraph {
  readonly vertices: number;
  readonly nodes: number;
  readonly outgoing: Adjacency;
  readonly incoming: Adjacency;

  constructor(readonly page: GraphPage) {
    this.nodes = page.names.length;
    this.vertices = this.nodes + page.inputs.length + page.outputs.length;
    this.outgoing = groupEdges(this.vertices, page.from);
    this.incoming = groupEdges(this.vertices, page.to);
  }

  kind(vertex: number): VertexKind {
    if (vertex < this.nodes) return 'node';
    return vertex < this.nodes + this.page.inputs.length ? 'input' : 'output';
  }

  /** The operator of a node; the word for an input or output. */
  op(vertex: number): string {
    const kind = this.kind(vertex);
    return kind === 'node' ? (this.page.ops[this.page.op[vertex] ?? 0] ?? '') : kind;
  }

  name(vertex: number): string {
    const { names, inputs, outputs } = this.page;
    const kind = this.kind(vertex);
    if (kind === 'node') return names[vertex] ?? '';
    const port = kind === 'input' ? inputs[vertex - this.nodes] : outputs[vertex - this.nodes - inputs.length];
    return port?.name ?? '';
  }

  /** Printed type of an input or output. */
  portType(vertex: number): string {
    const { inputs, outputs } = this.page;
    const port = [...inputs, ...outputs][vertex - this.nodes];
    return port?.type ?? '';
  }

  /** First line in the drawing. */
  title(vertex: number): string {
    return this.kind(vertex) === 'node' ? this.op(vertex) : this.name(vertex);
  }

  /** Second line in the drawing. */
  detail(vertex: number): string {
    return this.kind(vertex) === 'node' ? (this.page.details[vertex] ?? '') : this.portType(vertex);
  }

  weightBytes(vertex: number): number {
    return vertex < this.nodes ? (this.page.weightBytes[vertex] ?? 0) : 0;
  }

  /** Vertices at the other end of the edges that arrive. */
  producers(vertex: number): number[] {
    return ends(this.incoming, this.page.from, vertex);
  }

  consumers(vertex: number): number[] {
    return ends(this.outgoing, this.page.to, vertex);
  }

  /** One line for people and screen readers. */
  describe(vertex: number): string {
    const kind = this.kind(vertex);
    const name = this.name(vertex);
    if (kind !== 'node') return `Graph ${kind} ${name}${suffix(this.portType(vertex))}`;
    return `${this.op(vertex)}${name === '' ? '' : ` ${name}`}${suffix(this.detail(vertex))}`;
  }
}

function suffix(text: string): string {
  return text === '' ? '' : `, ${text}`;
}

function ends(adjacency: Adjacency, column: Uint32Array, vertex: number): number[] {
  const found = new Set<number>();
  for (let i = adjacency.start[vertex] ?? 0; i < (adjacency.start[vertex + 1] ?? 0); i++) {
    found.add(column[adjacency.items[i] ?? 0] ?? 0);
  }
  return [...found];
}
