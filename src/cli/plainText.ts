import { printable } from '../shared/printable';

/** Our own Markdown sentences without their marks, for a terminal. */
export function plainText(markdown: string): string {
  return printable(markdown.replace(/\*\*|`/g, ''));
}
