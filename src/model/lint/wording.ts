import { printable } from '../../shared/printable';
import { shorten } from '../../shared/shorten';
import { counted, formatBytes, formatInteger } from '../../shared/units';
import type { Node } from '../model';

const LONGEST_NAME = 80;
const LONGEST_TEXT = 1000;
const MOST_NAMES = 3;

/** A name from a file as messages quote it. */
export function quoted(name: string): string {
  return `"${shown(name)}"`;
}

/** A file can hold names of megabytes. */
function shown(name: string): string {
  const ends = name.length > LONGEST_TEXT ? `${name.slice(0, LONGEST_NAME)}…${name.slice(-LONGEST_NAME)}` : name;
  return shorten(printable(ends), LONGEST_NAME);
}

/** `Conv "conv1"`, or by its index when it has no name. */
export function nodeLabel(node: Pick<Node, 'op' | 'name' | 'index'>): string {
  return `${operatorLabel('', node.op)} ${node.name === '' ? `(node ${node.index})` : quoted(node.name)}`;
}

/** `Conv`, `com.microsoft.Attention`. */
export function operatorLabel(domain: string, op: string): string {
  if (op === '') return '(no operator)';
  return shown(domain === '' ? op : `${domain}.${op}`);
}

/** `"a", "b", "c" and 12 more`. */
export function nameList(names: readonly string[]): string {
  const first = names.slice(0, MOST_NAMES).map(quoted);
  const more = names.length - first.length;
  if (more > 0) return `${first.join(', ')} and ${formatInteger(more)} more`;
  return first.length < 2 ? first.join('') : `${first.slice(0, -1).join(', ')} and ${first.at(-1)}`;
}

/** `12 weights, 3.40 MB`. */
export function countedBytes(count: number, noun: string, bytes: number): string {
  return `${counted(count, noun)}, ${formatBytes(bytes)}`;
}
