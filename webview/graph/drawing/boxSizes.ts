import { type Hierarchy, ITEM } from '../hierarchy/hierarchy';
import { type FontWidths, type GlyphWidths, textWidth } from './glyphWidths';
import { ItemTexts } from './itemText';

/** Room in drawing units, which are CSS pixels at 100 %. */
export const PADDING = 12;
export const TITLE_LINE = 30;
export const DETAIL_LINE = 15;
export const BELOW_LINES = 7;
export const HEADER_HEIGHT = 28;
/** Side of the square that folds and unfolds, at the left of a group's title. */
export const FOLD_BUTTON = 20;
/** How far the cards of a stack look out from under the first. */
export const CARDS = 8;
/** Room for the sign of nodes that hold graphs, beside their title. */
export const HOLDS_SIGN = 18;
const NARROWEST = 72;
export const WIDEST = 280;

export interface BoxSizes {
  /** By item. */
  readonly width: Float32Array;
  readonly height: Float32Array;
  readonly headerHeight: number;
  /** Least width of an open group's frame, by item; 0 for items that cannot be opened. */
  readonly headerWidth: Float32Array;
}

/** Whether an item holds others: it can be open or folded. */
export function isGroup(hierarchy: Hierarchy, item: number): boolean {
  return (hierarchy.kind[item] ?? ITEM.node) > ITEM.output;
}

/** Sizes of all boxes, wide enough for their text up to a limit past which it is shortened. Linear in the characters. */
export function boxSizes(hierarchy: Hierarchy, glyphs: GlyphWidths): BoxSizes {
  const { items, kind } = hierarchy;
  const texts = new ItemTexts(hierarchy);
  const width = new Float32Array(items);
  const height = new Float32Array(items);
  const headerWidth = new Float32Array(items);
  const titleWidth = remembered(glyphs.title);
  const detailWidth = remembered(glyphs.detail);
  for (let item = 0; item < items; item++) {
    const lines = texts.lines(item);
    const group = isGroup(hierarchy, item);
    const cards = kind[item] === ITEM.stack ? CARDS : 0;
    const indent = group ? FOLD_BUTTON : 0;
    const title = indent + titleWidth(texts.title(item)) + (kind[item] === ITEM.holder ? HOLDS_SIGN : 0);
    let widest = title;
    for (const line of lines) widest = Math.max(widest, indent + detailWidth(line));
    width[item] = Math.min(WIDEST, Math.max(NARROWEST, Math.ceil(widest) + 2 * PADDING)) + cards;
    height[item] = TITLE_LINE + (lines.length > 0 ? lines.length * DETAIL_LINE + BELOW_LINES - 4 : 0) + cards;
    if (group) headerWidth[item] = Math.min(WIDEST, Math.ceil(title) + 2 * PADDING);
  }
  return { width, height, headerHeight: HEADER_HEIGHT, headerWidth };
}

function remembered(font: FontWidths): (text: string) => number {
  const known = new Map<string, number>();
  return text => {
    const cached = known.get(text);
    if (cached !== undefined) return cached;
    const width = textWidth(font, text);
    known.set(text, width);
    return width;
  };
}
