const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);

/** Elements begin at a multiple of this, so that they can be mapped into memory. */
const ALIGNMENT = 64;

/**
 * What comes before the elements of a row-major `.npy` file: format 1.0, or 2.0 when the shape is too long for it.
 * Specification: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @param descr numpy type, for example `<f4`
 */
export function npyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const short = header(text, 1);
  return short ?? header(text, 2) ?? new Uint8Array();
}

/** `null` when the length does not fit its field. */
function header(text: string, version: 1 | 2): Uint8Array | null {
  const field = version === 1 ? 2 : 4;
  const before = MAGIC.length + 2 + field;
  const total = Math.ceil((before + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const length = total - before;
  if (length >= 2 ** (8 * field)) return null;
  const bytes = new Uint8Array(total).fill(0x20);
  bytes.set(MAGIC);
  bytes.set([version, 0], MAGIC.length);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  bytes.set(new TextEncoder().encode(text), before);
  bytes[total - 1] = 0x0a;
  return bytes;
}
