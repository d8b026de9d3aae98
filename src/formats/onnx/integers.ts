import Long from 'long';
import { unsafeInteger } from './errors';

/** A 64-bit field as protobufjs gives it: a `Long`, or a number when it was set by our own code. */
export type Int64 = number | { readonly low: number; readonly high: number; readonly unsigned: boolean };

/** Exact value of a 64-bit field. */
export function bigintOf(value: Int64): bigint {
  if (typeof value === 'number') return BigInt(value);
  const low = BigInt(value.low >>> 0);
  return (BigInt(value.unsigned ? value.high >>> 0 : value.high) << 32n) | low;
}

/**
 * Value of a 64-bit field that must be exact as a number.
 * @throws LatheError `onnx.unsafeInteger` beyond ±2^53, naming `what` and `place`.
 */
export function safeInteger(value: Int64, what: string, place: string): number {
  const exact = typeof value === 'number' ? value : value.high * 2 ** 32 + (value.low >>> 0);
  if (!Number.isSafeInteger(exact)) throw unsafeInteger(what, String(bigintOf(value)), place);
  return exact;
}

/** A 64-bit field as protobufjs stores it. */
export function longOf(value: bigint): Long {
  const bits = BigInt.asUintN(64, value);
  return Long.fromBits(Number(bits & 0xffff_ffffn), Number(bits >> 32n), false);
}
