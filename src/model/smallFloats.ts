import type { DType } from './dtype';

/**
 * Layout of a small floating-point format. `fn`: no infinities, the all-ones pattern is NaN. `fnuz`: no infinities and no
 * negative zero, whose pattern is the only NaN. `finite`: every pattern is a number. `ieee`: as IEEE 754.
 */
interface SmallFloat {
  readonly exponent: number;
  readonly mantissa: number;
  readonly bias: number;
  readonly specials: 'ieee' | 'fn' | 'fnuz' | 'finite';
}

/** Specification: https://onnx.ai/onnx/technical/float8.html, float6.html and float4.html; IEEE 754 binary16. */
const LAYOUTS = {
  float16: { exponent: 5, mantissa: 10, bias: 15, specials: 'ieee' },
  float8e4m3fn: { exponent: 4, mantissa: 3, bias: 7, specials: 'fn' },
  float8e4m3fnuz: { exponent: 4, mantissa: 3, bias: 8, specials: 'fnuz' },
  float8e5m2: { exponent: 5, mantissa: 2, bias: 15, specials: 'ieee' },
  float8e5m2fnuz: { exponent: 5, mantissa: 2, bias: 16, specials: 'fnuz' },
  float6e2m3: { exponent: 2, mantissa: 3, bias: 1, specials: 'finite' },
  float6e3m2: { exponent: 3, mantissa: 2, bias: 3, specials: 'finite' },
  float4e2m1: { exponent: 2, mantissa: 1, bias: 1, specials: 'finite' },
} as const satisfies Partial<Record<DType, SmallFloat>>;

export type SmallFloatType = keyof typeof LAYOUTS | 'float8e8m0';

const tables = new Map<SmallFloatType, Float32Array>();

/** The value of every bit pattern of a format, indexed by the pattern. All of them are exact in float32. */
export function smallFloatTable(type: SmallFloatType): Float32Array {
  let table = tables.get(type);
  if (table === undefined) {
    table = type === 'float8e8m0' ? powersOfTwo() : signedTable(LAYOUTS[type]);
    tables.set(type, table);
  }
  return table;
}

/** E8M0 has no sign and no mantissa: 2^(x − 127), 255 is NaN (OCP Microscaling Formats 1.0). */
function powersOfTwo(): Float32Array {
  return Float32Array.from({ length: 256 }, (_, pattern) => (pattern === 255 ? Number.NaN : 2 ** (pattern - 127)));
}

function signedTable(layout: SmallFloat): Float32Array {
  const half = 2 ** (layout.exponent + layout.mantissa);
  const table = new Float32Array(2 * half);
  for (let pattern = 0; pattern < half; pattern++) {
    const value = magnitude(layout, pattern);
    table[pattern] = value;
    table[half + pattern] = pattern === 0 && layout.specials === 'fnuz' ? Number.NaN : -value;
  }
  return table;
}

function magnitude({ exponent, mantissa, bias, specials }: SmallFloat, pattern: number): number {
  const largestExponent = 2 ** exponent - 1;
  const power = pattern >> mantissa;
  const fraction = (pattern & (2 ** mantissa - 1)) / 2 ** mantissa;
  if (power === largestExponent) {
    if (specials === 'ieee') return fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
    if (specials === 'fn' && fraction === 1 - 2 ** -mantissa) return Number.NaN;
  }
  return power === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (power - bias);
}
