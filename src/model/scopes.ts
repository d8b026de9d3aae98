import type { Node } from './model';

/** Deeper parts of a name, and what of the exporter's notes is longer, are left out. */
const MOST_LEVELS = 32;
const MOST_CHARACTERS = 4096;

/** What exporters put around everything they trace. */
const WRAPPERS = new Set(['StatefulPartitionedCall', 'PartitionedCall']);

/** What PyTorch notes for operations that no module of the model made. */
const NO_MODULE = '_empty_nn_module_stack_from_metadata_hook';

/**
 * Where a node belongs, as `encoder/layer.3/attention`; empty at the top and for names without structure. What the exporter
 * noted counts before the node's name.
 *
 * - PyTorch notes the modules a node comes from (`pkg.torch.onnx.name_scopes`, before that `namespace`);
 * - older PyTorch names nodes `/encoder/layer.3/attention/MatMul`, TensorFlow `model/block1/conv/Conv2D`;
 * - others join with dots: `encoder.layer.3.attention.MatMul`.
 */
export function scopeOf({ name, metadata }: Pick<Node, 'name' | 'metadata'>): string {
  const noted = metadata.length === 0 ? null : notedModules(metadata);
  const levels = noted === null ? levelsOfName(name) : levelsOfModules(noted);
  return levels
    .filter(level => level !== '')
    .slice(0, MOST_LEVELS)
    .join('/');
}

/** Paths of the modules around a node, outermost first. */
function notedModules(metadata: Node['metadata']): readonly string[] | null {
  const value = (wanted: string): string | undefined =>
    metadata.find(({ key }) => key === wanted)?.value.slice(0, MOST_CHARACTERS);
  const listed = value('pkg.torch.onnx.name_scopes');
  if (listed !== undefined) return pythonTexts(listed).slice(0, -1);
  // `: Net/encoder: Encoder/encoder.layer.3: Layer/matmul: aten.matmul.default`
  const joined = value('namespace');
  if (joined === undefined) return null;
  const parts = joined.split('/').map(part => (part.split(':')[0] ?? '').trim());
  return parts.slice(0, -1);
}

/** The texts of a list as Python prints it: `['', 'encoder', "it's"]`. */
function pythonTexts(list: string): readonly string[] {
  return Array.from(list.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g), ([, single, double]) => {
    return (single ?? double ?? '').replace(/\\(.)/g, '$1');
  });
}

/** `encoder`, `encoder.layer.3` → `encoder`, `layer.3`: each path without that of the module around it. */
function levelsOfModules(paths: readonly string[]): readonly string[] {
  const levels: string[] = [];
  let outer = '';
  for (const path of paths) {
    if (path === '' || path === outer || path === NO_MODULE) continue;
    const isInside = outer !== '' && path.startsWith(`${outer}.`);
    const rest = isInside ? path.slice(outer.length + 1) : path;
    const holder = isInside ? (outer.split('.').at(-1) ?? '') : '';
    // A bare number is the place in the list that holds it.
    levels.push(...dotted(/^\d/.test(rest) && holder !== '' ? `${holder}.${rest}` : rest));
    outer = path;
  }
  return levels;
}

function levelsOfName(name: string): readonly string[] {
  const [first = ''] = name.slice(0, MOST_CHARACTERS).split(';');
  if (first.includes('/')) {
    const levels = first.split('/').filter(level => level !== '');
    while (WRAPPERS.has(levels[0] ?? '')) levels.shift();
    return levels.slice(0, -1);
  }
  const parts = dotted(first);
  return /^[\p{L}_]/u.test(first) ? parts.slice(0, -1) : [];
}

/** `encoder.layer.3.attention` → `encoder`, `layer.3`, `attention`: numbers stay with what they count. */
function dotted(path: string): readonly string[] {
  const levels: string[] = [];
  for (const part of path.split('.')) {
    const last = levels.at(-1);
    if (/^\d+$/.test(part) && last !== undefined) levels[levels.length - 1] = `${last}.${part}`;
    else levels.push(part);
  }
  return levels;
}
