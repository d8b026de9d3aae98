/**
 * Text from a file as it may reach a terminal or a page: control characters, which could move the cursor, change the title
 * or type for the user, become visible escapes; so do the invisible ones that reorder or hide text.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, character => {
    const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
    return code.length > 4 ? `\\u{${code}}` : `\\u${code}`;
  });
}
