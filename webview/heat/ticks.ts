/** A number beside a colour scale. */
export interface Tick {
  readonly position: number;
  readonly value: number;
}

/** The part of a scale that ticks need. */
export interface Ruled {
  readonly kind: 'linear' | 'log';
  readonly low: number;
  readonly high: number;
  readonly start: number;
  position(value: number): number;
  at(position: number): number;
}

/**
 * Numbers for a scale: its ends, zero where it lies apart, and between them readable values (1, 2 or 5 times a power of ten) no nearer
 * to each other than `gap`, a share of the scale's length.
 */
export function scaleTicks(scale: Ruled, gap: number): readonly Tick[] {
  const { low, high, start } = scale;
  const at = (position: number): Tick => ({ position, value: scale.at(position) });
  if (!(high > low)) return start > 0 ? [at(0), at(1)] : [at(0)];
  const before = start > 0 ? [at(0), at(start)] : [at(0)];
  const inner = scale.kind === 'log' ? logValues(low, high, gap / (1 - start)) : linearValues(low, high, gap);
  const between = inner
    .map(value => ({ position: scale.position(value), value }))
    .filter(({ position }) => position >= start + gap && position <= 1 - gap)
    .sort((a, b) => a.position - b.position);
  return [...before, ...between, at(1)];
}

/** Multiples of the smallest step of 1, 2 or 5 times a power of ten that keeps the gap. */
function linearValues(low: number, high: number, gap: number): readonly number[] {
  // Divided first: the whole of two numbers of opposite signs may be too large for a number.
  const least = high * gap - low * gap;
  if (!(least > 0) || !Number.isFinite(least)) return [];
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5, 10].find(factor => factor * power >= least * (1 - 1e-9)) ?? 10);
  if (!(step > 0) || !Number.isFinite(step)) return [];
  const values: number[] = [];
  const first = Math.ceil(low / step);
  for (let i = 0; i <= 1 / gap + 1; i++) {
    const value = readable((first + i) * step);
    if (value <= high) values.push(value);
  }
  return values;
}

/** Powers of ten, every second, third... where there are many; 1, 2 and 5 times them where there are few. */
function logValues(low: number, high: number, gap: number): readonly number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const decades = Math.log10(high) - Math.log10(low);
  const every = Math.max(1, Math.ceil(decades * gap - 1e-9));
  const factors = Math.log10(2) / decades >= gap ? [1, 2, 5] : [1];
  const values: number[] = [];
  for (let power = Math.ceil(first / every) * every; power <= last; power += every) {
    for (const factor of factors) {
      const value = readable(factor * 10 ** power);
      if (value >= low && value <= high) values.push(value);
    }
  }
  return values;
}

/** Takes off what multiplying binary fractions added: 0.30000000000000004 is 0.3. */
function readable(value: number): number {
  return Number(value.toPrecision(12));
}
