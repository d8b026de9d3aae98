/** Where a link leads: a model, and in it a node. */
export interface NodeLink {
  /** Path of the model: relative to a folder of the workspace with `/` between its parts, or absolute. */
  readonly model: string;
  readonly graph: string;
  /** Index of the node in its graph. */
  readonly index: number;
  /** Name of the node when the link was made, for a model that has changed since; empty when it has none. */
  readonly name: string;
}

/** Longest path, graph id or name that is believed. */
const MOST_CHARACTERS = 4096;

/**
 * The query of a link: `model=nets%2Fface.onnx&graph=main&node=12&name=conv1`, encoded once more as a whole, because the
 * editor decodes queries once before it hands them over.
 */
export function linkQuery({ model, graph, index, name }: NodeLink): string {
  const fields = new URLSearchParams({ model, graph, node: String(index) });
  if (name !== '') fields.set('name', name.slice(0, MOST_CHARACTERS));
  return encodeURIComponent(fields.toString());
}

/**
 * Reads the query of a link, decoded once or not, which may come from anywhere. `null` for what is none, and for paths
 * that leave the folder they start in or lead to another machine.
 */
export function readLinkQuery(query: string): NodeLink | null {
  const decoded = query.includes('=') ? query : decodeOnce(query);
  if (decoded === null) return null;
  const fields = new URLSearchParams(decoded);
  const model = fields.get('model') ?? '';
  const graph = fields.get('graph') ?? 'main';
  const node = fields.get('node') ?? '';
  const name = fields.get('name') ?? '';
  if (!isModelPath(model) || !/^\d{1,9}$/.test(node)) return null;
  if (graph === '' || [graph, name].some(text => text.length > MOST_CHARACTERS)) return null;
  return { model, graph, index: Number(node), name };
}

export function isAbsolute(model: string): boolean {
  return model.startsWith('/') || /^[a-z]:\//i.test(model);
}

function decodeOnce(query: string): string | null {
  try {
    return decodeURIComponent(query);
  } catch {
    return null;
  }
}

function isModelPath(model: string): boolean {
  if (!/\.onnx$/i.test(model) || model.length > MOST_CHARACTERS || /[\0\\]/.test(model)) return false;
  const isOnOtherMachine = model.startsWith('//');
  const hasScheme = /^[a-z][a-z\d+.-]+:/i.test(model);
  return !isOnOtherMachine && !hasScheme && model.split('/').every(part => part !== '..' && part !== '.');
}

/** The node that a link means among the names of a graph's nodes: the one it says, or the one that carries its name now. */
export function linkedNode({ index, name }: NodeLink, names: readonly string[]): number | null {
  if (name === '' || names[index] === name) return index < names.length ? index : null;
  const found = names.indexOf(name);
  return found === -1 || found !== names.lastIndexOf(name) ? null : found;
}
