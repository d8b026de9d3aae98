import {
  DETAIL_SIZE,
  detailFont,
  type FontWidths,
  type GlyphWidths,
  MEASURED,
  TITLE_SIZE,
  titleFont,
} from './glyphWidths';

const WIDEST = '漢';
const UNKNOWN = '→';

/** Measures the two fonts of the drawing in this page. */
export function measureGlyphs(family: string): GlyphWidths {
  const context = document.createElement('canvas').getContext('2d');
  return {
    title: measureFont(context, titleFont(family), TITLE_SIZE),
    detail: measureFont(context, detailFont(family), DETAIL_SIZE),
  };
}

/** Without a canvas every character counts as three fifths of the size. */
function measureFont(context: CanvasRenderingContext2D | null, font: string, size: number): FontWidths {
  if (context !== null) context.font = font;
  const measure = (text: string): number => context?.measureText(text).width ?? size * 0.6;
  const advances = Float32Array.from({ length: MEASURED }, (_, code) => measure(String.fromCharCode(code)));
  return { size, advances, wide: measure(WIDEST), other: Math.max(measure(UNKNOWN), size * 0.7) };
}
