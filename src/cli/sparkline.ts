const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * A histogram as one line of `width` blocks: neighbouring bins are summed, the tallest column is full. Empty columns are
 * blank, so one element in a million can still be seen.
 */
export function sparkline(counts: readonly number[], width: number): string {
  const columns = new Array<number>(Math.min(width, counts.length)).fill(0);
  for (const [bin, count] of counts.entries()) {
    const column = Math.floor((bin * columns.length) / counts.length);
    columns[column] = (columns[column] ?? 0) + count;
  }
  const tallest = Math.max(...columns);
  return columns.map(count => block(count, tallest)).join('');
}

function block(count: number, tallest: number): string {
  if (count === 0) return ' ';
  return LEVELS[Math.min(LEVELS.length - 1, Math.floor((count / tallest) * LEVELS.length))] ?? ' ';
}

/** A share from 0 to 1 as a bar of `width` characters. */
export function bar(share: number, width: number): string {
  const full = Math.round(share * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}
