import { compiledModule } from '../../webAssembly/compiledModule';
import { type Differences, type DifferencesOf, type Numbers, referenceDifferences } from './differences';
import { DIFFERENCES } from './generated/differences';

/** Elements that are looked at in one go: those of both weights fit into the processor's nearest caches. */
export const BLOCK = 8192;

/** Bytes of a place that a piece of a weight is read into. */
export const PLACE_BYTES = 2 ** 21;

const PAGE = 65_536;

/** Addresses in the memory of `differences.wat`: two blocks, the results, two places for each weight. */
const BLOCKS = [0, 4 * BLOCK] as const;
const RESULTS = 8 * BLOCK;
const PLACES = RESULTS + PAGE;

/** While the numbers in one place are compared, the next are read into the other. */
export type Places = readonly [Uint8Array, Uint8Array];

/** Compares blocks of numbers; those that lie in its places need not be moved for it. Serves one pair of weights at a time. */
export interface DifferenceKernel {
  readonly places: { readonly a: Places; readonly b: Places };
  readonly differences: DifferencesOf;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  differences(a: number, b: number, count: number, largest: number, relative: number, out: number): void;
}

export function differenceKernel(): DifferenceKernel {
  return fastKernel() ?? referenceKernel();
}

/** In TypeScript. */
export function referenceKernel(): DifferenceKernel {
  return { places: placesIn(new ArrayBuffer(4 * PLACE_BYTES), 0), differences: referenceDifferences };
}

/** In WebAssembly for float32; `null` where that has no vectors. */
export function fastKernel(): DifferenceKernel | null {
  const module = compiledModule(DIFFERENCES);
  if (module === null) return null;
  const exports = new WebAssembly.Instance(module, {}).exports as unknown as Exports;
  exports.memory.grow((4 * PLACE_BYTES) / PAGE);
  const { buffer } = exports.memory;
  const blocks = BLOCKS.map(at => new Float32Array(buffer, at, BLOCK));
  const sums = new Float64Array(buffer, RESULTS, 2);
  const counts = new Int32Array(buffer, RESULTS + 16, 4);
  const addressOf = (numbers: Float32Array, from: number, to: number, block: number): number => {
    if (numbers.buffer === buffer) return numbers.byteOffset + 4 * from;
    blocks[block]?.set(numbers.subarray(from, to));
    return BLOCKS[block] ?? 0;
  };
  return {
    places: placesIn(buffer, PLACES),
    differences(a, b, from, to, largest, relative) {
      if (!isSingle(a) || !isSingle(b) || (to - from) % 4 !== 0) {
        return referenceDifferences(a, b, from, to, largest, relative);
      }
      const [x, y] = [addressOf(a, from, to, 0), addressOf(b, from, to, 1)];
      exports.differences(x, y, to - from, largest, relative, RESULTS);
      return resultsIn(sums, counts);
    },
  };
}

function isSingle(numbers: Numbers): numbers is Float32Array {
  return numbers instanceof Float32Array;
}

/** The noise of float32 elements cannot overflow, so it is a number just where all of them are. */
function resultsIn(sums: Float64Array, counts: Int32Array): Differences {
  const [signal = 0, noise = 0] = sums;
  const [zerosOfA = 0, zerosOfB = 0, equal = 0, raises = 0] = counts;
  return { isFinite: Number.isFinite(noise), signal, noise, zerosOfA, zerosOfB, equal, raises: raises !== 0 };
}

function placesIn(buffer: ArrayBuffer, at: number): DifferenceKernel['places'] {
  const place = (index: number): Uint8Array => new Uint8Array(buffer, at + index * PLACE_BYTES, PLACE_BYTES);
  return { a: [place(0), place(1)], b: [place(2), place(3)] };
}
