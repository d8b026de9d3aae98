import { PERCENTILES } from '../../../../src/shared/reports/weightReport';

/** Figures of finite numbers by their definitions in exact arithmetic, rounded once at the end. */
export interface ExactFigures {
  readonly mean: number;
  readonly std: number;
  readonly outliers: number;
  readonly percentiles: readonly number[];
}

/** All numbers as whole multiples of `2 ** exponent`. */
function scaled(values: readonly number[]): { readonly units: readonly bigint[]; readonly exponent: number } {
  const parts = values.map(split);
  const exponent = parts.reduce((least, part) => (part.mantissa === 0n ? least : Math.min(least, part.exponent)), 1023);
  return {
    units: parts.map(part => (part.mantissa === 0n ? 0n : part.mantissa << BigInt(part.exponent - exponent))),
    exponent,
  };
}

/** A float64 as `mantissa * 2 ** exponent`. */
function split(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0] ?? 0n;
  const field = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = field === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: value < 0 ? -magnitude : magnitude, exponent: Math.max(field, 1) - 1075 };
}

/** `numerator / denominator * 2 ** exponent`, to 60 bits before the one rounding. */
function ratio(numerator: bigint, denominator: bigint, exponent: number): number {
  const digits = (n: bigint): number => n.toString(2).length;
  const shift = 64 + digits(denominator) - digits(numerator < 0n ? -numerator : numerator);
  const quotient =
    shift >= 0 ? (numerator << BigInt(shift)) / denominator : numerator / (denominator << BigInt(-shift));
  return timesPower(Number(quotient), exponent - shift);
}

/** In steps, since a power of two alone may leave the range of a number. */
function timesPower(value: number, exponent: number): number {
  let [result, left] = [value, exponent];
  while (left !== 0) {
    const step = Math.max(-500, Math.min(500, left));
    result *= 2 ** step;
    left -= step;
  }
  return result;
}

function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** @param values finite numbers, at least one */
export function exactFigures(values: readonly number[]): ExactFigures {
  const { units, exponent } = scaled(values);
  const count = BigInt(units.length);
  const sum = units.reduce((total, unit) => total + unit, 0n);
  // Distances from the mean times `count` are whole numbers: the variance is their sum of squares over count³.
  const apart = units.map(unit => unit * count - sum);
  const squares = apart.reduce((total, distance) => total + distance * distance, 0n);
  const sorted = Float64Array.from(values, value => value + 0).sort();
  return {
    mean: ratio(sum, count, exponent),
    // √(squares / count³), with 80 more binary digits under the root.
    std: ratio(squareRoot((squares << 160n) / count), count << 80n, exponent),
    outliers: apart.filter(distance => distance * distance * count > 36n * squares).length,
    percentiles: PERCENTILES.map(percent => {
      const thousandths = BigInt(Math.round(percent * 10));
      const rank = Number((count * thousandths + 999n) / 1000n);
      return sorted[rank - 1] ?? Number.NaN;
    }),
  };
}
