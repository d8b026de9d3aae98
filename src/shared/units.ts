const COUNT_STEPS = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

const BYTE_STEPS = [
  [1e12, 'TB'],
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
] as const;

/** Three significant digits without an exponent: 1.23, 12.3, 123. */
function threeDigits(value: number): string {
  const magnitude = Math.abs(value);
  return value.toFixed(magnitude >= 99.95 ? 0 : magnitude >= 9.995 ? 1 : 2);
}

/** 1,234,567 → "1,234,567": digits grouped the same way on every machine. */
export function formatInteger(value: number | bigint): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1 weight`, `12 weights`. */
export function counted(count: number, noun: string): string {
  return `${formatInteger(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** 21,800,000 → "21.8 M"; below a thousand the number itself. */
export function formatCount(value: number): string {
  for (const [size, suffix] of COUNT_STEPS) {
    if (value >= size) return `${threeDigits(value / size)} ${suffix}`;
  }
  return String(value);
}

/** Decimal units, as file managers and registries show sizes: 1,270,727 → "1.27 MB". */
export function formatBytes(bytes: number): string {
  for (const [size, suffix] of BYTE_STEPS) {
    if (bytes >= size) return `${threeDigits(bytes / size)} ${suffix}`;
  }
  return `${bytes} B`;
}

/** Milliseconds → "12.3 µs", "4.56 ms", "1.23 s". */
export function formatMilliseconds(ms: number): string {
  if (ms < 1) return `${threeDigits(ms * 1000)} µs`;
  if (ms < 1000) return `${threeDigits(ms)} ms`;
  return `${threeDigits(ms / 1000)} s`;
}

/** 0.1234 → "12.3 %". */
export function formatPercent(fraction: number, digits = 1): string {
  return `${(fraction * 100).toFixed(digits)} %`;
}
