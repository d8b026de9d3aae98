/** How an item is coloured by a figure, and the figure itself. */
export interface ItemHeat {
  /** CSS colours. */
  readonly color: string;
  readonly text: string;
  /** `12.3 MB`; written in the box, so that nothing rests on the colour alone. */
  readonly value: string;
}

/** Colours of a figure on nodes and groups. An object of its own for every choice, scale and theme: it is compared by identity. */
export interface HeatLook {
  /** What the figure is called: `MACs`. */
  readonly title: string;
  /** `null` where the item has no figure. */
  of(item: number): ItemHeat | null;
}

/** `MACs 1.2 M, 31 %`; empty where there is no heat or the item has no figure. */
export function figureText(heat: HeatLook | null, item: number): string {
  const figure = heat?.of(item) ?? null;
  return heat === null || figure === null ? '' : `${heat.title} ${figure.value}`;
}
