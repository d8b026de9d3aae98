import { capturedByNode } from '../../model/graphEdges';
import type { Graph } from '../../model/model';
import type { ModelIndex } from '../../model/modelIndex';
import type { Steps } from '../../model/steps';
import type { Figure } from './figure';

/** What a name used in a graph stands for; `null` for constants. */
export type Describe = (name: string) => { readonly bytes: Figure; readonly isOwn: boolean } | null;

const NONE: readonly number[] = [];

/** Activations that a graph sees, by number, and which of them its nodes take and make. */
export class Activations {
  readonly bytes: Figure[] = [];
  /** Whether the graph itself declares it. */
  readonly isOwn: boolean[] = [];
  /** By node: what it takes as inputs, each once. */
  readonly inputs: (readonly number[])[] = [];
  /** By node: what it takes, the graphs that it holds included. */
  readonly taken: (readonly number[])[] = [];
  /** By node. */
  readonly made: (readonly number[])[] = [];
  readonly #numbers = new Map<string, number | null>();
  /** By activation: the list that it was last put in. */
  readonly #lastList: number[] = [];
  #lists = 0;

  constructor(private readonly describe: Describe) {}

  *fill(index: ModelIndex, graph: Graph): Steps<void> {
    for (const node of graph.nodes) {
      const inputs = this.numbers(node.inputs);
      const captured = capturedByNode(index, node);
      this.inputs.push(inputs);
      this.taken.push(captured.length === 0 ? inputs : this.numbers([...node.inputs, ...captured]));
      this.made.push(this.numbers(node.outputs));
      yield;
    }
  }

  /** Numbers of the activations among some names, each once. */
  numbers(names: readonly string[]): readonly number[] {
    let found: number[] | null = null;
    const list = ++this.#lists;
    for (const name of names) {
      const number = name === '' ? null : this.#numberOf(name);
      if (number === null || this.#lastList[number] === list) continue;
      this.#lastList[number] = list;
      if (found === null) found = [number];
      else found.push(number);
    }
    return found ?? NONE;
  }

  #numberOf(name: string): number | null {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const described = this.describe(name);
    const number = described === null ? null : this.bytes.push(described.bytes) - 1;
    if (described !== null) this.isOwn.push(described.isOwn);
    this.#numbers.set(name, number);
    return number;
  }
}
