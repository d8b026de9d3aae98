/**
 * Which scale each element of a quantized weight takes. The weight is seen as [outer, length, inner], `length` being the
 * quantized axis; `block` elements along it share a scale.
 */
export interface Groups {
  readonly length: number;
  readonly inner: number;
  /** 0: each position of the axis has its own scale, the same for every outer index. */
  readonly block: number;
  readonly count: number;
}

/** Walks the groups of consecutive elements without a division for each. */
export class GroupWalk {
  #inner = 0;
  #axis = 0;
  #outer = 0;

  /** @param start the element to begin with */
  constructor(
    private readonly groups: Groups,
    start = 0,
  ) {
    const { inner, length } = groups;
    this.#inner = start % inner;
    this.#axis = Math.floor(start / inner) % length;
    this.#outer = Math.floor(start / (inner * length));
  }

  /** Fills `target` with the group of each of the next `target.length` elements. */
  fill(target: Uint32Array): void {
    const { length, inner, block } = this.groups;
    const along = block === 0 ? 0 : Math.ceil(length / block);
    let [i, axis, outer] = [this.#inner, this.#axis, this.#outer];
    let group = block === 0 ? axis : (outer * along + Math.floor(axis / block)) * inner;
    for (let k = 0; k < target.length; k++) {
      target[k] = block === 0 ? group : group + i;
      i += 1;
      if (i < inner) continue;
      i = 0;
      axis += 1;
      if (axis === length) {
        axis = 0;
        outer += 1;
      }
      group = block === 0 ? axis : (outer * along + Math.floor(axis / block)) * inner;
    }
    [this.#inner, this.#axis, this.#outer] = [i, axis, outer];
  }
}

/** Walks runs of consecutive elements of one group. */
export class RunWalk {
  #inner = 0;
  #axis = 0;
  #outer = 0;

  constructor(private readonly groups: Groups) {}

  /** The group of the next elements, at most `most`, and how many there are. */
  next(most: number): { readonly group: number; readonly length: number } {
    const { length: axisLength, inner, block } = this.groups;
    const along = block === 0 ? 0 : Math.ceil(axisLength / block);
    const group =
      block === 0 ? this.#axis : (this.#outer * along + Math.floor(this.#axis / block)) * inner + this.#inner;
    const left =
      inner > 1
        ? block === 0
          ? inner - this.#inner
          : 1
        : block === 0
          ? 1
          : Math.min(block - (this.#axis % block), axisLength - this.#axis);
    const length = Math.min(left, most);
    this.#advance(length);
    return { group, length };
  }

  /** Goes on by a run, which ends within one row of the inner part or, with blocks and no inner part, within the axis. */
  #advance(elements: number): void {
    const { length, inner } = this.groups;
    if (inner === 1) this.#axis += elements;
    else {
      this.#inner += elements;
      if (this.#inner < inner) return;
      this.#inner = 0;
      this.#axis += 1;
    }
    if (this.#axis < length) return;
    this.#axis = 0;
    this.#outer += 1;
  }
}
