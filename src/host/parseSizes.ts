import type { FreeDimension } from '../shared/reports/measurement';

/** `sequence=128, past=0` → sizes, or what is wrong with it. */
export function parseSizes(text: string, open: readonly { readonly name: string }[]): FreeDimension[] | string {
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
  const missing = open.find(({ name }) => !sizes.has(name));
  if (missing !== undefined) return `${missing.name} has no size.`;
  return Array.from(sizes, ([name, value]) => ({ name, value }));
}
