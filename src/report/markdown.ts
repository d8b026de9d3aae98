/**
 * Pieces of GitHub-flavoured Markdown. Every text that may come from a model file goes through `text` or `code`, so a
 * hostile name cannot become a link, an image, HTML or a broken table.
 */

/** Escapes what Markdown and HTML would interpret, and keeps the text on one line. */
export function text(value: string): string {
  return value
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]()#+!|~]/g, character => `\\${character}`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/:\/\//g, ':&#47;&#47;');
}

/** Inline code, also inside a table cell. */
export function code(value: string): string {
  const line = value.replace(/\s+/g, ' ').replace(/\|/g, '\\|');
  const longest = Math.max(0, ...Array.from(line.matchAll(/`+/g), match => match[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') || line === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A fenced block of code. */
export function codeBlock(language: string, body: string): string {
  return `\`\`\`${language}\n${body.replace(/```/g, "'''")}\n\`\`\``;
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
