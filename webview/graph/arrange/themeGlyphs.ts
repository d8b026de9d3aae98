import { readTheme } from '../../ui/theme';
import type { GlyphWidths } from '../drawing/glyphWidths';
import { measureGlyphs } from '../drawing/measureGlyphs';

/** How long texts are in the editor's font of the moment; measured anew only when that is another one. */
export function themeGlyphs(): () => GlyphWidths {
  let family = '';
  let known: GlyphWidths | null = null;
  return () => {
    const { font } = readTheme();
    if (known === null || font !== family) known = measureGlyphs(font);
    family = font;
    return known;
  };
}
