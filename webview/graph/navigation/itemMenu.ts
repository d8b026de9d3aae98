import { openMenu } from '../../ui/menu';
import type { FollowDirection } from '../follow/ways';
import type { ArrangedGraph } from './arrangedGraph';

export interface ItemMenuEvents {
  onFold(item: number, open: boolean): void;
  onFoldOthers(item: number): void;
  onAround(): void;
  onInspect(): void;
  onFollow(kind: FollowDirection): void;
  onCopyLink(item: number): void;
  onExtract(): void;
  onFit(): void;
  onExpandAll(): void;
  onFoldAll(): void;
}

interface MenuPlace {
  readonly at: { readonly x: number; readonly y: number };
  readonly returnTo: HTMLElement;
}

/** What can be done with an item of the drawing, or with the whole of it. */
export function openItemMenu(
  graph: ArrangedGraph,
  item: number | null,
  place: MenuPlace,
  events: ItemMenuEvents,
): void {
  if (item === null) {
    openMenu({
      ...place,
      label: 'Graph',
      items: [
        { label: 'Show everything', onChoose: () => events.onFit() },
        { label: 'Expand all', onChoose: () => events.onExpandAll() },
        { label: 'Fold all', onChoose: () => events.onFoldAll() },
      ],
    });
    return;
  }
  const isGroup = graph.isGroup(item);
  const isOpen = graph.isOpen(item);
  const isNode = graph.placeOf(item) !== null && !graph.isEnd(item);
  openMenu({
    ...place,
    label: graph.texts.title(item),
    items: [
      ...(isGroup
        ? [{ label: isOpen ? 'Fold' : 'Open', testId: 'menu-fold', onChoose: () => events.onFold(item, !isOpen) }]
        : []),
      ...(isGroup ? [{ label: 'Fold others', onChoose: () => events.onFoldOthers(item) }] : []),
      { label: 'Inspect', onChoose: () => events.onInspect() },
      ...(graph.around(item).length > 0
        ? [{ label: 'Select the group around', onChoose: () => events.onAround() }]
        : []),
      { label: 'Light all before it', testId: 'menu-upstream', onChoose: () => events.onFollow('upstream') },
      { label: 'Light all after it', testId: 'menu-downstream', onChoose: () => events.onFollow('downstream') },
      ...(isNode ? [{ label: 'Copy link', onChoose: () => events.onCopyLink(item) }] : []),
      ...(graph.isEnd(item)
        ? []
        : [{ label: 'Extract as a model…', testId: 'menu-extract', onChoose: () => events.onExtract() }]),
    ],
  });
}
