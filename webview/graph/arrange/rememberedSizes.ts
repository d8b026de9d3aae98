import { type BoxSizes, boxSizes } from '../drawing/boxSizes';
import type { FontWidths, GlyphWidths } from '../drawing/glyphWidths';
import type { Hierarchy } from '../hierarchy/hierarchy';

/** Sizes of a hierarchy's boxes: folding does not change them, and fonts rarely do. */
export class RememberedSizes {
  #known: { readonly glyphs: GlyphWidths; readonly sizes: BoxSizes } | null = null;

  constructor(private readonly hierarchy: Hierarchy) {}

  in(glyphs: GlyphWidths): BoxSizes {
    const known = this.#known;
    if (known !== null && isSame(known.glyphs.title, glyphs.title) && isSame(known.glyphs.detail, glyphs.detail)) {
      return known.sizes;
    }
    const sizes = boxSizes(this.hierarchy, glyphs);
    this.#known = { glyphs, sizes };
    return sizes;
  }
}

/** Each request comes with a copy of the widths. */
function isSame(a: FontWidths, b: FontWidths): boolean {
  return (
    a.size === b.size &&
    a.wide === b.wide &&
    a.other === b.other &&
    a.advances.length === b.advances.length &&
    a.advances.every((advance, i) => advance === b.advances[i])
  );
}
