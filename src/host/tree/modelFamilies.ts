/** A model file with what was made from it: variants (`net.int8.onnx` of `net.onnx`) and reports. */
export interface ModelFamily {
  /** Path as given. */
  readonly path: string;
  readonly variants: readonly ModelFamily[];
  readonly reports: readonly string[];
}

const MODEL = '.onnx';
const REPORT = '.report.md';

/**
 * Groups files by name within their folders. A file belongs to the model with the longest name that, followed by a dot,
 * begins its own: `net.int8.onnx` to `net.onnx`, `net.int8.report.md` to `net.int8.onnx` if that exists, else to `net.onnx`.
 * Paths use `/`. Reports without a model are left out.
 */
export function modelFamilies(paths: readonly string[]): readonly ModelFamily[] {
  const byStem = new Map<string, string>();
  const models = paths.filter(path => path.toLowerCase().endsWith(MODEL)).sort(byName);
  for (const path of models) byStem.set(stem(path), path);

  const variants = new Map<string, string[]>();
  const reports = new Map<string, string[]>();
  const roots: string[] = [];
  for (const path of models) {
    const owner = ownerOf(shorter(stem(path)), byStem);
    if (owner === null) roots.push(path);
    else append(variants, owner, path);
  }
  for (const path of paths.filter(path => path.toLowerCase().endsWith(REPORT)).sort(byName)) {
    const owner = ownerOf(path.slice(0, -REPORT.length), byStem);
    if (owner !== null) append(reports, owner, path);
  }

  const family = (path: string): ModelFamily => ({
    path,
    variants: (variants.get(path) ?? []).map(family),
    reports: reports.get(path) ?? [],
  });
  return roots.map(family);
}

/** The model that another was made from: the one directly above it; `null` for one that stands alone. */
export function originalIn(families: readonly ModelFamily[], name: string): string | null {
  const waiting = [...families];
  for (let family = waiting.pop(); family !== undefined; family = waiting.pop()) {
    if (family.variants.some(variant => variant.path === name)) return family.path;
    waiting.push(...family.variants);
  }
  return null;
}

/** The model whose stem is `candidate`, or the nearest shorter one. */
function ownerOf(candidate: string | null, byStem: ReadonlyMap<string, string>): string | null {
  for (let current = candidate; current !== null; current = shorter(current)) {
    const owner = byStem.get(current);
    if (owner !== undefined) return owner;
  }
  return null;
}

function stem(path: string): string {
  return path.slice(0, -MODEL.length);
}

/** `a/net.int8` → `a/net`; `null` when the file name has no further dot. */
function shorter(current: string): string | null {
  const dot = current.lastIndexOf('.');
  return dot > current.lastIndexOf('/') + 1 ? current.slice(0, dot) : null;
}

function byName(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function append(groups: Map<string, string[]>, key: string, value: string): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}
