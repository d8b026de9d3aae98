import type { NodeTable } from '../../src/shared/nodeTable/nodeTable';
import { hottest } from './aggregate';
import type { Figure } from './figure';
import { rowsByGraph } from './ownedWeights';

interface Gathered {
  value: number;
  weight: number;
}

/**
 * Gives nodes that hold graphs or call functions, and have no figure of their own, that of what is in them. A sum over a function
 * that several nodes call belongs to none of them.
 */
export function fillHolders(figure: Figure, table: NodeTable): Figure {
  const each = figure.each.slice();
  const weight = figure.weight?.slice() ?? null;
  const combine = combiner(figure);
  const rowsOf = rowsByGraph(table);
  const gathered = new Map<number, Gathered>();
  for (const graph of [...table.runOrder].reverse()) {
    const holders = table.graphs[graph]?.heldBy ?? [];
    if (holders.length === 0) continue;
    let inside: Gathered | null = null;
    for (const row of rowsOf[graph] ?? []) {
      const from = gathered.get(row);
      if (from !== undefined) {
        each[row] = from.value;
        if (weight !== null) weight[row] = from.weight;
      }
      inside = combine(inside, { value: each[row] ?? Number.NaN, weight: weight?.[row] ?? 1 });
    }
    if (inside === null || (figure.aggregation === 'sum' && holders.length > 1)) continue;
    for (const { row } of holders) {
      if (!Number.isNaN(figure.each[row] ?? Number.NaN)) continue;
      const sum = combine(gathered.get(row) ?? null, inside);
      if (sum !== null) gathered.set(row, sum);
    }
  }
  for (const [row, { value, weight: own }] of gathered) {
    each[row] = value;
    if (weight !== null) weight[row] = own;
  }
  return { ...figure, each, weight };
}

type Combine = (known: Gathered | null, next: Gathered) => Gathered | null;

function combiner({ aggregation, hot }: Figure): Combine {
  const hotter = hottest(hot);
  return (known, next) => {
    if (Number.isNaN(next.value)) return known;
    if (known === null) return { ...next };
    const weight = known.weight + next.weight;
    switch (aggregation) {
      case 'sum':
        return { value: known.value + next.value, weight };
      case 'largest':
        return { value: hotter(known.value, next.value), weight };
      case 'mean':
        return {
          value: weight === 0 ? Number.NaN : (known.value * known.weight + next.value * next.weight) / weight,
          weight,
        };
    }
  };
}
