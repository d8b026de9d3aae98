import { errorInfo } from '../../src/shared/errors';
import type { PictureNumbers } from '../../src/shared/protocol/weights';
import type { KernelGrid } from './kernelGrid';
import type { WeightSource } from './weightSource';

/** Numbers in one request, and requests that are kept. */
const MOST_NUMBERS = 2 ** 16;
const MOST_KEPT = 64;

interface Block {
  /** Row-major: kernels of axis 0, each with its kernels of axis 1. */
  readonly numbers: PictureNumbers;
  readonly firsts: number;
  readonly seconds: number;
}

/** Kernels of a convolution's weight, asked for in blocks of neighbours. */
export class KernelStore {
  readonly #blocks = new Map<string, Block | null>();
  readonly #firsts: number;
  readonly #seconds: number;

  constructor(
    private readonly source: WeightSource,
    private readonly grid: KernelGrid,
    private readonly onBlock: () => void,
    private readonly onFailure: (thrown: unknown) => void,
  ) {
    const kernels = Math.max(1, Math.floor(MOST_NUMBERS / grid.elements));
    this.#seconds = Math.min(grid.seconds, Math.max(1, Math.floor(Math.sqrt(kernels))));
    this.#firsts = Math.max(1, Math.floor(kernels / this.#seconds));
  }

  /** Numbers of a kernel; `null` while they are asked for. */
  kernel(first: number, second: number): PictureNumbers | null {
    const row = Math.floor(first / this.#firsts);
    const column = Math.floor(second / this.#seconds);
    const block = this.#block(row, column);
    if (block === null) return null;
    const { elements } = this.grid;
    const at = ((first - row * this.#firsts) * block.seconds + second - column * this.#seconds) * elements;
    return block.numbers.subarray(at, at + elements);
  }

  #block(row: number, column: number): Block | null {
    const key = `${row} ${column}`;
    const known = this.#blocks.get(key);
    if (known !== undefined) {
      this.#blocks.delete(key);
      this.#blocks.set(key, known);
      return known;
    }
    this.#blocks.set(key, null);
    const first = row * this.#firsts;
    const second = column * this.#seconds;
    const firsts = Math.min(this.#firsts, this.grid.firsts - first);
    const seconds = Math.min(this.#seconds, this.grid.seconds - second);
    const { elements } = this.grid;
    const wanted = { row: first, rows: firsts, column: second * elements, columns: seconds * elements };
    this.source.numbers(wanted, { rows: 0, columns: null, at: [] }).then(
      numbers => {
        this.#blocks.set(key, { numbers, firsts, seconds });
        for (const [old, block] of this.#blocks) {
          if (this.#blocks.size <= MOST_KEPT) break;
          if (block !== null) this.#blocks.delete(old);
        }
        this.onBlock();
      },
      (thrown: unknown) => {
        this.#blocks.delete(key);
        if (errorInfo(thrown).kind !== 'cancelled') this.onFailure(thrown);
      },
    );
    return null;
  }
}
