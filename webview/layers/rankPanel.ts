import type { RankFigures, RankReport } from '../../src/shared/reports/rankReport';
import { formatInteger, formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import { openPopup } from '../ui/popup';

interface Place {
  readonly at: { readonly x: number; readonly y: number };
  readonly returnTo: HTMLElement;
}

/** Opens what was found out about the ranks of a row's weights. */
export function openRanks({ weights, skipped }: RankReport, { at, returnTo }: Place): void {
  openPopup({
    role: 'dialog',
    label: 'Effective rank',
    testId: 'ranks',
    at,
    returnTo,
    contents: [
      element('h2', { class: 'rank-title', text: 'Effective rank' }),
      element('p', {
        class: 'quiet',
        text: 'How many singular values hold a share of the energy, of as many as there are.',
      }),
      ...weights.map(rankFacts),
      ...skipped.map(({ name, reason }) =>
        element(
          'p',
          {},
          element('span', { class: 'mono', text: name }),
          element('span', { class: 'quiet', text: ` ${reason}` }),
        ),
      ),
    ],
  });
}

function rankFacts(figures: RankFigures): HTMLElement {
  const { name, matrix, rows, columns, ranks, stableRank, how } = figures;
  const most = Math.min(rows, columns);
  const lines = ranks.map(({ share, rank, error }) => {
    const range = error === 0 ? '' : ` ± ${formatInteger(Math.ceil(error))}`;
    return [
      element('dt', { text: `${formatPercent(share, 1)} of the energy` }),
      element('dd', { class: 'mono', text: `${formatInteger(rank)}${range} of ${formatInteger(most)}` }),
    ];
  });
  return element(
    'section',
    { class: 'rank-weight' },
    element(
      'h3',
      {},
      element('span', { class: 'mono', text: matrix === 0 ? name : `${name} (matrix ${matrix})` }),
      element('span', { class: 'quiet', text: ` ${formatInteger(rows)} × ${formatInteger(columns)}, ${how}` }),
    ),
    element(
      'dl',
      { class: 'facts' },
      ...lines.flat(),
      element('dt', { text: 'Stable rank', title: 'Energy over the square of the largest singular value' }),
      element('dd', { class: 'mono', text: stableRank.toPrecision(4) }),
    ),
  );
}
