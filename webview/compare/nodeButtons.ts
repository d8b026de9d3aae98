import type { ComparedSide } from '../../src/shared/protocol/compare';
import { element } from '../dom';
import { button } from '../ui/controls';
import type { CompareContext } from './compareContext';

/** A node of one of the two models. */
export interface Place {
  readonly graph: string;
  readonly node: number;
}

/** Buttons that open the models beside the page at a node. */
export function nodeButtons(
  context: CompareContext,
  places: Readonly<Record<ComparedSide, Place | null>>,
): HTMLElement {
  const sides = (['a', 'b'] as const).flatMap(side => {
    const place = places[side];
    if (place === null) return [];
    const reveal = (): void => context.reveal(side, place.graph, place.node);
    return [button({ label: `Show in ${context.files[side]}`, testId: `reveal-${side}`, onClick: reveal })];
  });
  return element('div', { class: 'button-row' }, ...sides);
}
