/** Bytes that look random, the same for the same seed (Marsaglia, "Xorshift RNGs", 2003). */
export function randomBytes(count: number, seed: number): Uint8Array {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0 || 1;
  return Uint8Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 11) & 255;
  });
}
