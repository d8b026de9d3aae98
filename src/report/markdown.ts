import { printable } from '../shared/printable';
import { shorten } from '../shared/shorten';

/**
 * Pieces of GitHub-flavoured Markdown. Every text that may come from a model file goes through `text` or `code`, so a
 * hostile name cannot become a link, an image, HTML or a broken table.
 */

/** A sentence or a name is never longer; a hostile one may have megabytes. */
const LONGEST_TEXT = 2000;
const LONGEST_CODE = 300;

/** What Markdown viewers turn into a link by themselves; the dot of `net.onnx` is enough for some. */
const LINK = /[^\s"'“”()<>,;]*(?:\/\/|@|[^\s.]\.\p{L}{2})[^\s"'“”()<>,;]*/gu;

/** Escapes what Markdown, HTML and formulas would interpret, and keeps the text on one line. What looks like a link becomes code. */
export function text(value: string): string {
  const line = oneLine(value, LONGEST_TEXT);
  let markdown = '';
  let done = 0;
  for (const { 0: link, index } of line.matchAll(LINK)) {
    markdown += escaped(line.slice(done, index)) + code(link);
    done = index + link.length;
  }
  return markdown + escaped(line.slice(done));
}

function escaped(value: string): string {
  return value
    .replace(/[\\`*_{}[\]()#+!|~$]/g, character => `\\${character}`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

function oneLine(value: string, most: number): string {
  return shorten(printable(value.replace(/\s+/g, ' ')), most);
}

/** Inline code, also inside a table cell. */
export function code(value: string): string {
  const line = oneLine(value, LONGEST_CODE).replace(/\|/g, '\\|');
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') || line === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

function longestRun(value: string): number {
  return Array.from(value.matchAll(/`+/g)).reduce((most, [run]) => Math.max(most, run.length), 0);
}

/** A fenced block of code. */
export function codeBlock(language: string, body: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(body) + 1));
  return [`${fence}${language}`, ...body.split('\n').map(printable), fence].join('\n');
}

export type Alignment = 'left' | 'right';

/** A table; cells are Markdown already (use `text` or `code`). */
export function table(
  columns: readonly { readonly title: string; readonly align?: Alignment }[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(column => column.title)),
    line(columns.map(column => (column.align === 'right' ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n');
}

/** Joins blocks with one empty line between them and ends with a newline. */
export function document(blocks: readonly string[]): string {
  return `${blocks.filter(block => block !== '').join('\n\n')}\n`;
}
