import { DTYPES, type DType } from '../dtype';
import { type SmallFloatType, smallFloatTable } from '../smallFloats';

/** How often NaN and the infinities occur among the packed elements of a floating-point type. */
export interface SpecialCounts {
  nan: number;
  positiveInfinite: number;
  negativeInfinite: number;
}

/** Adds what is in a chunk of whole elements to the counts. */
type CountSpecials = (bytes: Uint8Array, counts: SpecialCounts) => void;

/**
 * What counts NaN and infinities in chunks of a type; `null` for types that have neither. Wide formats are told by their bits: an
 * exponent of ones, and a mantissa of zeros for infinity (IEEE 754).
 */
export function specialCounter(dtype: DType): CountSpecials | null {
  switch (dtype) {
    case 'float32':
    case 'complex64':
      return counting32;
    case 'float64':
    case 'complex128':
      return counting64;
    case 'bfloat16':
      return counting16(0x7f80);
    case 'float16':
      return counting16(0x7c00);
    default:
      return isByteFloat(dtype) ? counting8(dtype) : null;
  }
}

function isByteFloat(dtype: DType): dtype is SmallFloatType {
  return DTYPES[dtype].kind === 'float' && DTYPES[dtype].bits === 8;
}

const EXPONENT_32 = 0x7f800000;
const EXPONENT_64 = 0x7ff00000;

function counting32(bytes: Uint8Array, counts: SpecialCounts): void {
  const words = wordsOf(bytes);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    if ((word & EXPONENT_32) === EXPONENT_32) note(counts, word & 0x7fffff, word >>> 31);
  }
}

function counting64(bytes: Uint8Array, counts: SpecialCounts): void {
  const words = wordsOf(bytes);
  for (let i = 1; i < words.length; i += 2) {
    const high = words[i] as number;
    if ((high & EXPONENT_64) === EXPONENT_64) note(counts, (high & 0xfffff) | (words[i - 1] as number), high >>> 31);
  }
}

function counting16(exponent: number): CountSpecials {
  return (bytes, counts) => {
    const codes = aligned(bytes, 2);
    const halves = new Uint16Array(codes.buffer, codes.byteOffset, codes.length >> 1);
    for (let i = 0; i < halves.length; i++) {
      const half = halves[i] as number;
      if ((half & exponent) === exponent) note(counts, half & 0x7fff & ~exponent, half >>> 15);
    }
  };
}

function counting8(dtype: SmallFloatType): CountSpecials {
  const values = smallFloatTable(dtype);
  return (bytes, counts) => {
    for (let i = 0; i < bytes.length; i++) {
      const value = values[bytes[i] as number] as number;
      if (!Number.isFinite(value)) note(counts, Number.isNaN(value) ? 1 : 0, value < 0 ? 1 : 0);
    }
  };
}

function note(counts: SpecialCounts, mantissa: number, sign: number): void {
  if (mantissa !== 0) counts.nan += 1;
  else if (sign === 0) counts.positiveInfinite += 1;
  else counts.negativeInfinite += 1;
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  const codes = aligned(bytes, 4);
  return new Uint32Array(codes.buffer, codes.byteOffset, codes.length >> 2);
}

/** Typed arrays begin at multiples of their element size only. (`slice` of a Buffer would not copy.) */
function aligned(bytes: Uint8Array, width: number): Uint8Array {
  return bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
}
