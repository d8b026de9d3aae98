import type { LayerProfile, ProfiledNode, ProfiledPlace } from '../../src/shared/reports/benchmarkReport';
import { profileFacts } from '../../src/shared/reports/profileFacts';
import { formatInteger, formatMilliseconds } from '../../src/shared/units';
import { element } from '../dom';
import { button } from '../ui/controls';
import { shareBar } from '../ui/shareBar';

/** Nodes on the page before somebody asks for more, and how many more each time. */
const FIRST = 15;
const MORE = 100;

/** Kinds of kernels on lines of their own; the others are summed up. */
const OPERATORS = 12;

/** Numbers stand at the right. */
type Title = readonly [title: string, side?: 'left'];

export interface ProfileEvents {
  /** `null` when the nodes cannot be gone to: the model is another one now. */
  readonly onReveal: ((place: ProfiledPlace) => void) | null;
  readonly onColour: () => void;
}

/** Where the time of a run goes: operators, then the dearest nodes, each of which leads to the graph. */
export function profileView(profile: LayerProfile, events: ProfileEvents): HTMLElement {
  return element(
    'section',
    { class: 'card profile', testId: 'benchmark-profile' },
    element(
      'div',
      { class: 'profile-head' },
      element('h3', { text: 'Where the time goes' }),
      button({ label: 'Show on the graph', testId: 'profile-colour', onClick: events.onColour }),
    ),
    element('ul', { class: 'profile-facts quiet' }, ...profileFacts(profile).map(text => element('li', { text }))),
    operatorTable(profile),
    ...nodeTable(profile, events),
  );
}

function operatorTable({ operators }: LayerProfile): HTMLElement {
  const rows = operators
    .slice(0, OPERATORS)
    .map(({ op, kernels, meanMs, share }) => [
      element('td', { class: 'mono', text: op }),
      element('td', { text: formatInteger(kernels) }),
      element('td', { text: formatMilliseconds(meanMs) }),
      element('td', {}, shareBar(share)),
    ]);
  const rest = operators.slice(OPERATORS);
  const sum = (of: 'kernels' | 'meanMs' | 'share'): number => rest.reduce((total, row) => total + row[of], 0);
  if (rest.length > 0) {
    rows.push([
      element('td', { class: 'quiet', text: `${formatInteger(rest.length)} other operators` }),
      element('td', { text: formatInteger(sum('kernels')) }),
      element('td', { text: formatMilliseconds(sum('meanMs')) }),
      element('td', {}, shareBar(sum('share'))),
    ]);
  }
  const titles: readonly Title[] = [['Kernel', 'left'], ['How many'], ['Mean of a run'], ['Share', 'left']];
  return plainTable('Time by operator', 'profile-operators', titles, rows);
}

function nodeTable({ nodes, absorbed }: LayerProfile, { onReveal }: ProfileEvents): readonly HTMLElement[] {
  const inside = new Map<number, ProfiledPlace[]>();
  for (const node of absorbed) {
    const known = inside.get(node.inside);
    if (known === undefined) inside.set(node.inside, [node]);
    else known.push(node);
  }
  const body = element('tbody', {});
  const cells = (node: ProfiledNode, row: number): HTMLElement[] => [
    element('td', {}, nodeName(node, onReveal)),
    element('td', { class: 'mono left', text: node.kernel === node.op ? node.op : `${node.op} as ${node.kernel}` }),
    element('td', { text: formatMilliseconds(node.meanMs) }),
    element('td', { text: formatMilliseconds(node.medianMs) }),
    element('td', {}, shareBar(node.share)),
    element('td', { text: Number.isInteger(node.calls) ? formatInteger(node.calls) : node.calls.toFixed(1) }),
    element('td', { class: 'left' }, ...insideNames(inside.get(row) ?? [], onReveal)),
  ];
  let shown = 0;
  const show = (count: number): void => {
    const next = nodes.slice(shown, shown + count);
    body.append(...next.map((node, at) => element('tr', {}, ...cells(node, shown + at))));
    shown += next.length;
  };
  show(FIRST);
  const titles: readonly Title[] = [
    ['Node', 'left'],
    ['Operator', 'left'],
    ['Mean'],
    ['Median'],
    ['Share', 'left'],
    ['Calls'],
    ['Ran inside it', 'left'],
  ];
  const table = plainTable('Dearest nodes', 'profile-nodes', titles, [], body);
  if (shown >= nodes.length) return [table];
  const more = button({
    label: moreText(nodes.length - shown),
    testId: 'profile-more',
    onClick: () => {
      show(MORE);
      if (shown >= nodes.length) more.remove();
      else more.textContent = moreText(nodes.length - shown);
    },
  });
  return [table, more];
}

function moreText(left: number): string {
  return left <= MORE
    ? `Show ${formatInteger(left)} more`
    : `Show ${formatInteger(MORE)} of ${formatInteger(left)} more`;
}

function nodeName(place: ProfiledPlace, onReveal: ProfileEvents['onReveal']): HTMLElement {
  const text = place.name === '' ? `${place.op} ${formatInteger(place.node)}` : place.name;
  const where = place.graph === 'main' ? text : `${text}, in ${place.graph}`;
  if (onReveal === null) return element('span', { class: 'profile-name', text, title: where });
  return element(
    'button',
    {
      class: 'link profile-name',
      title: `Show ${where} in the graph`,
      attributes: { type: 'button' },
      on: { click: () => onReveal(place) },
    },
    text,
  );
}

function insideNames(places: readonly ProfiledPlace[], onReveal: ProfileEvents['onReveal']): readonly Node[] {
  return places.flatMap((place, at) => {
    const name = nodeName({ ...place, name: place.op }, onReveal === null ? null : () => onReveal(place));
    return at === 0 ? [name] : [document.createTextNode(', '), name];
  });
}

function plainTable(
  label: string,
  testId: string,
  titles: readonly Title[],
  rows: readonly (readonly HTMLElement[])[],
  body = element('tbody', {}, ...rows.map(cells => element('tr', {}, ...cells))),
): HTMLElement {
  return element(
    'div',
    { class: 'table-scroll', role: 'region', label, attributes: { tabindex: '0' } },
    element(
      'table',
      { class: 'plain-table', testId, label },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...titles.map(([text, side = 'right']) => element('th', { class: side, text, attributes: { scope: 'col' } })),
        ),
      ),
      body,
    ),
  );
}
