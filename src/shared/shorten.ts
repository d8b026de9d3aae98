/** A text of at most `most` characters (not UTF-16 units); what is too long is cut in the middle. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = [...text];
  if (characters.length <= most) return text;
  const head = Math.ceil((most - 1) / 2);
  return [...characters.slice(0, head), '…', ...characters.slice(characters.length - (most - 1 - head))].join('');
}
