import type { WeightFigures, WeightReport } from '../reports/weightReport';
import { weightsAt } from './cells';
import type { NodeTable } from './nodeTable';

/** Figures of a weight report, joined to the rows that own the weights by graph and name. */
export class WeightStatistics {
  readonly #figures: ReadonlyMap<string, WeightFigures>;

  constructor(
    private readonly table: NodeTable,
    report: WeightReport | null,
  ) {
    this.#figures = new Map((report?.weights ?? []).map(figures => [`${figures.graph}\n${figures.name}`, figures]));
  }

  /** Sum over the parameters of a row, `null` when one was not measured or there is none. */
  sum(row: number, read: (figures: WeightFigures) => number): number | null {
    return this.#measured(row)?.reduce((total, figures) => total + read(figures), 0) ?? null;
  }

  /** The share of a row's parameters that `count` counts. */
  share(row: number, count: (figures: WeightFigures) => number): number | null {
    const elements = this.sum(row, figures => figures.elements);
    const counted = this.sum(row, count);
    return elements === null || counted === null || elements === 0 ? null : counted / elements;
  }

  extreme(
    row: number,
    read: (figures: WeightFigures) => number | null,
    choose: (a: number, b: number) => number,
  ): number | null {
    const known = (this.#measured(row) ?? []).map(read).filter(value => value !== null);
    return known.length === 0 ? null : known.reduce((a, b) => choose(a, b));
  }

  /** Figures of the parameter with the most elements. */
  largest(row: number): WeightFigures | null {
    let largest: WeightFigures | null = null;
    for (const figures of this.#measured(row) ?? []) {
      if (largest === null || figures.elements > largest.elements) largest = figures;
    }
    return largest;
  }

  zeroChannels(row: number): number | null {
    const outputs = this.largest(row)?.structure?.outputs;
    return outputs === undefined || outputs.count === 0 ? null : outputs.zero / outputs.count;
  }

  /** `2:4, 4:8`; empty when the largest weight has none. */
  patterns(row: number): string {
    return (this.largest(row)?.structure?.patterns ?? [])
      .filter(({ groups, complying }) => groups > 0 && complying === groups)
      .map(({ n, m }) => `${n}:${m}`)
      .join(', ');
  }

  #measured(row: number): readonly WeightFigures[] | null {
    const found: WeightFigures[] = [];
    for (const { graph, name, isParameter } of weightsAt(this.table, row)) {
      const figures = isParameter ? this.#figures.get(`${graph}\n${name}`) : null;
      if (figures === undefined) return null;
      if (figures !== null) found.push(figures);
    }
    return found.length === 0 ? null : found;
  }
}
