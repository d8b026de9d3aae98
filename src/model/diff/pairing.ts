import { at, type DiffSide, row } from './side';

/** Which nodes and values of A are which of B, as far as is known; -1 where it is not. */
export class Pairing {
  readonly nodeOfA: Int32Array;
  readonly nodeOfB: Int32Array;
  readonly valueOfA: Int32Array;
  readonly valueOfB: Int32Array;

  constructor(
    readonly a: DiffSide,
    readonly b: DiffSide,
  ) {
    this.nodeOfA = new Int32Array(a.nodes.length).fill(-1);
    this.nodeOfB = new Int32Array(b.nodes.length).fill(-1);
    this.valueOfA = new Int32Array(a.values.length).fill(-1);
    this.valueOfB = new Int32Array(b.values.length).fill(-1);
  }

  isFree(a: number, b: number): boolean {
    return this.nodeOfA[a] === -1 && this.nodeOfB[b] === -1;
  }

  /** Pairs two nodes and, by position, what they make. */
  pair(a: number, b: number): void {
    this.nodeOfA[a] = b;
    this.nodeOfB[b] = a;
    const outputs = row(this.b.outputs, b);
    for (const [slot, value] of row(this.a.outputs, a).entries()) this.pairValues(value, outputs[slot] ?? -1);
  }

  pairValues(a: number, b: number): void {
    if (a < 0 || b < 0 || this.valueOfA[a] !== -1 || this.valueOfB[b] !== -1) return;
    this.valueOfA[a] = b;
    this.valueOfB[b] = a;
  }

  unpairValues(a: number, b: number): void {
    if (this.valueOfA[a] !== b) return;
    this.valueOfA[a] = -1;
    this.valueOfB[b] = -1;
  }

  /** Whether two values are the same one as far as is known. Two that are missing are. */
  isSameValue(a: number, b: number): boolean {
    return a < 0 || b < 0 ? a < 0 && b < 0 : at(this.valueOfA, a) === b;
  }
}
