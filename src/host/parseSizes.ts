import type { FreeDimension } from '../shared/reports/measurement';

type Named = readonly { readonly name: string }[];

/** `sequence=128, past=0` → a size for every dimension, or what is wrong with it. */
export function parseSizes(text: string, open: Named): FreeDimension[] | string {
  const sizes = parseSomeSizes(text, open);
  if (typeof sizes === 'string') return sizes;
  const missing = open.find(({ name }) => !sizes.some(size => size.name === name));
  return missing === undefined ? sizes : `${missing.name} has no size.`;
}

/** The same where dimensions may be left out. */
export function parseSomeSizes(text: string, open: Named): FreeDimension[] | string {
  const sizes = new Map<string, number>();
  for (const part of text.split(',').map(each => each.trim())) {
    if (part === '') continue;
    const at = part.lastIndexOf('=');
    const name = part.slice(0, Math.max(0, at)).trim();
    const digits = part.slice(at + 1).trim();
    if (!open.some(dimension => dimension.name === name)) return `There is no dimension "${name}".`;
    if (!/^\d{1,8}$/.test(digits)) return `${name} needs a whole number, not "${digits}".`;
    sizes.set(name, Number(digits));
  }
  return Array.from(sizes, ([name, value]) => ({ name, value }));
}
