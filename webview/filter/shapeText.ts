/** Types such as `float32[1,3,224,224]` and the word between sizes, for comparing whole sizes. */
const SHAPE = /\[([^\]]*)\]/g;

/**
 * Whether one of the printed types has the sizes that are wanted, next to each other and whole: `768`, `3,224,224`, `3x224`; in brackets
 * all of them: `[1,768]`. Both texts are in lower case.
 */
export function hasShape(types: string, wanted: string): boolean {
  const isWhole = wanted.startsWith('[') && wanted.endsWith(']');
  const sizes = (isWhole ? wanted.slice(1, -1) : wanted)
    .replaceAll(/(?<=\d)\s*[x×]\s*(?=\d)/g, ',')
    .replaceAll(/\s+/g, '')
    .replace(/^,+|,+$/g, '');
  if (sizes === '' && !isWhole) return false;
  for (const [, shape = ''] of types.matchAll(SHAPE)) {
    const own = shape.replaceAll(/\s+/g, '');
    if (isWhole ? own === sizes : `,${own},`.includes(`,${sizes},`)) return true;
  }
  return false;
}
