import { printable } from '../shared/printable';
import type { EnergyRank, RankFigures, RankReport } from '../shared/reports/rankReport';
import { formatInteger, formatPercent } from '../shared/units';
import { sparkline } from './sparkline';
import { textTable } from './textTable';

const DECAY_COLUMNS = 16;

/** Effective ranks as a table. */
export function ranksText({ weights, skipped }: RankReport): string {
  const shares = weights[0]?.ranks.map(({ share }) => share) ?? [];
  const table = textTable(
    [
      { title: 'Weight', most: 44 },
      { title: 'Matrix', align: 'right' },
      ...shares.map(share => ({ title: formatPercent(share), align: 'right' as const })),
      { title: 'Stable rank', align: 'right' },
      { title: 'Largest', align: 'right' },
      { title: 'Decay of singular values' },
    ],
    weights.map(row),
  );
  const legend =
    'So many of the largest singular values hold a share of the energy, the sum of squares. ~: estimated, with the half-width of its 95 % interval.';
  const left = skipped.map(({ name, reason }) => `No ranks: ${printable(name)}: ${printable(reason)}`);
  return [table, '', `${formatInteger(weights.length)} matrices. ${legend}`, ...left].join('\n');
}

function row(figures: RankFigures): readonly string[] {
  return [
    figures.matrix === 0 ? figures.name : `${figures.name} (${figures.matrix + 1})`,
    `${figures.rows} x ${figures.columns}`,
    ...figures.ranks.map(rank => rankText(rank, figures.how)),
    String(Number(figures.stableRank.toPrecision(4))),
    String(Number(figures.largest.toPrecision(4))),
    sparkline(figures.decay ?? [], DECAY_COLUMNS),
  ];
}

function rankText({ rank, error }: EnergyRank, how: RankFigures['how']): string {
  return how === 'computed' ? formatInteger(rank) : `~${formatInteger(rank)} ± ${formatInteger(error)}`;
}
