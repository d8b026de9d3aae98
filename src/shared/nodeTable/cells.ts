import type { Amount } from '../amount';
import type { AmountColumn, NodeTable, TableWeight, TextColumn } from './nodeTable';

export function rowCount(table: NodeTable): number {
  return table.graph.length;
}

/** The amount of a row, `null` when unknown. */
export function amountAt({ amounts, index }: AmountColumn, row: number): Amount | null {
  return amounts[(index[row] ?? 0) - 1] ?? null;
}

export function textAt({ texts, index }: TextColumn, row: number): string {
  return texts[index[row] ?? 0] ?? '';
}

/** The constants that a row owns. */
export function weightsAt({ weightStart, weightOf, weights }: NodeTable, row: number): readonly TableWeight[] {
  const found: TableWeight[] = [];
  for (let at = weightStart[row] ?? 0; at < (weightStart[row + 1] ?? 0); at++) {
    const weight = weights[weightOf[at] ?? 0];
    if (weight !== undefined) found.push(weight);
  }
  return found;
}

/** Elements of the parameters that a row owns; what it shares with other rows counts in each. */
export function parametersAt(table: NodeTable, row: number): number {
  return weightsAt(table, row).reduce((sum, { elements, isParameter }) => sum + (isParameter ? elements : 0), 0);
}

/** Stored bytes of the constants that a row owns; what it shares with other rows counts in each. */
export function weightBytesAt(table: NodeTable, row: number): number {
  return weightsAt(table, row).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The node's name, else its operator and position. */
export function titleAt(table: NodeTable, row: number): string {
  const name = table.names[row] ?? '';
  return name === '' ? `${textAt(table.op, row)} #${table.node[row] ?? 0}` : name;
}
