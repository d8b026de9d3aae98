import { GROUP_PATTERNS, type Kernels, RULES, TILE_BLOCKS, TILE_ROWS } from './kernels';

/** The kernels by their definition, element by element and bit by bit, over whatever buffer the memory has now. */
export function referenceKernels(buffer: () => ArrayBuffer): Kernels {
  const view = (): DataView => new DataView(buffer());
  return {
    count16(at, count, table) {
      const memory = view();
      for (let i = 0; i < count; i++) increase32(memory, table + 4 * memory.getUint16(at + 2 * i, true));
    },
    count8(at, count, table) {
      const memory = view();
      for (let i = 0; i < count; i++) increase32(memory, table + 4 * memory.getUint8(at + i));
    },
    moments(at, count, shift, out, drop, table) {
      const memory = view();
      for (let i = 0; i < count; i++) increase32(memory, table + 4 * (u32(memory, at + 4 * i) >>> drop));
      return moments(memory, at, count, shift, out);
    },
    carefully(at, count, shift, care, rules) {
      const memory = view();
      for (let i = 0; i < count; i++) {
        const pattern = memory.getUint32(at + 4 * i, true);
        const kind = memory.getUint8(care + (pattern >>> shift));
        if (kind > 0) lookCarefully(memory, memory.getFloat32(at + 4 * i, true), rules);
        if (kind < 2) continue;
        const lower = pattern & (2 ** shift - 1);
        increase32(memory, memory.getUint32(rules + RULES.slots, true) + 4 * ((kind - 2) * 2 ** shift + lower));
      }
    },
    zeros32: (at, count, keep, zero, out) =>
      markZeros(view(), count, out, i => ((u32(view(), at + 4 * i) & keep) ^ zero) === 0),
    zeros16: (at, count, keep, zero, out) =>
      markZeros(view(), count, out, i => (view().getUint16(at + 2 * i, true) & keep) === zero),
    zeros8: (at, count, keep, zero, out) => markFields(view(), at, count, 8, keep, zero, out),
    zeros4: (at, count, keep, zero, out) => markFields(view(), at, count, 4, keep, zero, out),
    zeros2: (at, count, keep, zero, out) => markFields(view(), at, count, 2, keep, zero, out),
    copyBits(target, to, source, from, count) {
      const memory = view();
      for (let i = 0; i < count; i++) setBit(memory, target, to + i, bitAt(memory, source, from + i));
    },
    isFull(row, words) {
      const memory = view();
      for (let i = 0; i < words * 8; i++) if (memory.getUint8(row + i) !== 255) return 0;
      return 1;
    },
    tile: (row, stride, words, groups, full, out) => tile(view(), row, stride, words, groups, full, out),
    strided(row, columns, unit, out) {
      const memory = view();
      GROUP_PATTERNS.forEach(({ n, m }, counter) => {
        // Groups come in eights of channels, so that all sizes end together.
        for (let start = 0; start < Math.ceil(columns / (8 * unit)) * 8 * unit; start += m * unit) {
          for (let offset = 0; offset < unit; offset++) {
            let zeros = 0;
            for (let k = 0; k < m; k++) {
              const at = start + offset + k * unit;
              zeros += at >= columns || bitAt(memory, row, at) ? 1 : 0;
            }
            if (zeros >= m - n) increase64(memory, out + 8 * counter);
          }
        }
      });
    },
  };
}

function moments(memory: DataView, at: number, count: number, shift: number, out: number): number {
  let [least, greatest, sum, squares, zeros, finite] = [Infinity, -Infinity, 0, 0, 0, 1];
  for (let i = 0; i < count; i++) {
    const x = memory.getFloat32(at + 4 * i, true);
    if (!Number.isFinite(x)) finite = 0;
    if (x === 0) zeros += 1;
    least = Math.min(least, x);
    greatest = Math.max(greatest, x);
    sum += x - shift;
    squares += (x - shift) ** 2;
  }
  // Adding zero makes -0 a 0: which of the two comes out must not depend on the order of elements.
  const results = [least + 0, greatest + 0, sum, squares, zeros];
  for (const [i, value] of results.entries()) memory.setFloat64(out + 8 * i, value, true);
  return finite;
}

function lookCarefully(memory: DataView, x: number, rules: number): void {
  const rule = (offset: number): number => memory.getFloat64(rules + offset, true);
  const bin = Math.trunc((x - rule(RULES.low)) * rule(RULES.perUnit));
  increase32(memory, memory.getUint32(rules + RULES.bins, true) + 4 * bin);
  if (Math.abs(x) < rule(RULES.threshold)) increase32(memory, rules + RULES.near);
  if (x < rule(RULES.lowFence) || x > rule(RULES.highFence)) increase32(memory, rules + RULES.outliers);
}

function markFields(
  memory: DataView,
  at: number,
  count: number,
  bits: number,
  keep: number,
  zero: number,
  out: number,
): void {
  markZeros(memory, count, out, i => {
    const byte = memory.getUint8(at + Math.floor((i * bits) / 8));
    return ((byte >> ((i * bits) % 8)) & (2 ** bits - 1) & keep) === zero;
  });
}

function markZeros(memory: DataView, count: number, out: number, isZero: (i: number) => boolean): void {
  for (let i = 0; i < count; i++) setBit(memory, out, i, isZero(i));
}

function tile(
  memory: DataView,
  row: number,
  stride: number,
  words: number,
  groups: number,
  full: number,
  out: number,
): void {
  const columns = words * 64;
  const isZero = (r: number, c: number): boolean => bitAt(memory, row + r * stride, c);
  const areZero = (r: number, rows: number, c: number, width: number): number => {
    let zeros = 0;
    for (let i = r; i < r + rows; i++) for (let j = c; j < c + width; j++) zeros += isZero(i, j) ? 1 : 0;
    return zeros;
  };
  const countBlocks = (rows: number, width: number, least: number, counter: number): void => {
    for (let r = 0; r < TILE_ROWS; r += rows) {
      for (let c = 0; c < columns; c += width) {
        if (areZero(r, rows, c, width) >= least) increase64(memory, out + 8 * counter);
      }
    }
  };
  GROUP_PATTERNS.forEach(({ n, m }, counter) => {
    if (groups === 1) countBlocks(1, m, m - n, counter);
    if (groups === 2) countBlocks(m, 1, m - n, counter);
  });
  TILE_BLOCKS.forEach(({ rows, columns: width }, i) => {
    countBlocks(rows, width, rows * width, GROUP_PATTERNS.length + i);
  });
  for (let c = 0; c < columns; c++) if (areZero(0, TILE_ROWS, c, 1) < TILE_ROWS) setBit(memory, full, c, false);
}

function u32(memory: DataView, at: number): number {
  return memory.getUint32(at, true);
}

function increase32(memory: DataView, at: number): void {
  memory.setUint32(at, memory.getUint32(at, true) + 1, true);
}

function increase64(memory: DataView, at: number): void {
  memory.setBigUint64(at, memory.getBigUint64(at, true) + 1n, true);
}

function bitAt(memory: DataView, at: number, bit: number): boolean {
  return ((memory.getUint8(at + (bit >> 3)) >> (bit & 7)) & 1) === 1;
}

function setBit(memory: DataView, at: number, bit: number, value: boolean): void {
  const address = at + (bit >> 3);
  const mask = 1 << (bit & 7);
  const byte = memory.getUint8(address);
  memory.setUint8(address, value ? byte | mask : byte & ~mask);
}
