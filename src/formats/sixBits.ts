/**
 * Packs 6-bit codes, one to a byte, into a bit stream with the low bits first, as ONNX stores float6 in raw data:
 * four codes in three bytes (https://onnx.ai/onnx/technical/float6.html).
 */
export function packSixBits(codes: Uint8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil((codes.length * 6) / 8));
  for (let index = 0; index < codes.length; index++) {
    const bit = index * 6;
    const at = bit >> 3;
    const shifted = ((codes[index] ?? 0) & 0x3f) << (bit & 7);
    packed[at] = (packed[at] ?? 0) | shifted;
    if (shifted > 0xff) packed[at + 1] = shifted >> 8;
  }
  return packed;
}
