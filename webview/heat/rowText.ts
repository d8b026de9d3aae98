import { textAt, titleAt } from '../../src/shared/nodeTable/cells';
import { formatInteger } from '../../src/shared/units';
import { cleanText } from '../graph/drawing/cleanText';
import type { ShownHeat } from './heatStore';

/** A node in one line with its figure: `Conv stem.conv: MACs 118 M`. */
export function rowText({ heat, table }: ShownHeat, row: number): string {
  const value = heat.values[row] ?? Number.NaN;
  const figure = Number.isNaN(value) ? `no figure of ${heat.title}` : `${heat.title} ${heat.print(value)}`;
  return `${nodeText({ table }, row)}: ${figure}`;
}

export function nodeText({ table }: Pick<ShownHeat, 'table'>, row: number): string {
  const op = cleanText(textAt(table.op, row));
  const title = cleanText(titleAt(table, row));
  return title.startsWith(`${op} #`) ? title : `${op} ${title}`;
}

/** `12 of 340`. */
export function placeText({ table }: Pick<ShownHeat, 'table'>, row: number): string {
  return `${formatInteger(row + 1)} of ${formatInteger(table.graph.length)}`;
}
