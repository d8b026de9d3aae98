/** Code points that are measured one by one: Latin, Greek, Cyrillic. */
export const MEASURED = 0x500;

/** Advances of one font at its size, in CSS pixels. */
export interface FontWidths {
  /** Size of the font; widths at other sizes are in proportion. */
  readonly size: number;
  /** By code point below `MEASURED`. */
  readonly advances: Float32Array;
  /** Ideographs, emoji and other characters as wide as they are high. */
  readonly wide: number;
  /** Everything else. */
  readonly other: number;
}

/** Measured once by the page, and enough for whoever has no page to know how long a text is. */
export interface GlyphWidths {
  readonly title: FontWidths;
  readonly detail: FontWidths;
}

export const TITLE_SIZE = 13;
export const DETAIL_SIZE = 11;

/** CSS fonts of the drawing. */
export function titleFont(family: string, size = TITLE_SIZE): string {
  return `600 ${size}px ${family}`;
}

export function detailFont(family: string, size = DETAIL_SIZE): string {
  return `${size}px ${family}`;
}

const COMBINING = /^[\p{M}\p{Cf}]$/u;
const WIDE =
  /^[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Extended_Pictographic}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

/** Width of a text in the font's pixels. Kerning and ligatures, which make it narrower, do not count. */
export function textWidth(font: FontWidths, text: string): number {
  let width = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < MEASURED) {
      width += font.advances[unit] ?? 0;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(i) ?? unit);
    if (character.length === 2) i++;
    width += wideWidth(font, character);
  }
  return width;
}

function wideWidth(font: FontWidths, character: string): number {
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? font.wide : font.other;
}

/** The longest beginning of `text` that, with an ellipsis, is no wider than `room`; the text itself when it fits. */
export function fitText(font: FontWidths, text: string, room: number): string {
  if (textWidth(font, text) <= room) return text;
  const characters = Array.from(text);
  let width = textWidth(font, '…');
  let kept = 0;
  for (const character of characters) {
    width += textWidth(font, character);
    if (width > room) break;
    kept++;
  }
  const cut = `${characters.slice(0, kept).join('')}…`;
  return cut.includes('\u2068') && !cut.includes('\u2069') ? `${cut}\u2069` : cut;
}
