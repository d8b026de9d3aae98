import type { WeightReport } from '../../src/shared/reports/weightReport';
import { formatInteger, formatPercent } from '../../src/shared/units';
import { heatColors } from '../heat/heatColors';
import { type HeatScale, heatScale } from '../heat/heatScale';
import type { ShownHeat } from '../heat/heatStore';
import { looksOf } from '../heat/looks';
import { metricOf, printMetric, WEIGHT_METRICS } from '../heat/weightMetrics';
import type { PageContext } from '../state/pageContext';
import type { NodePlace } from '../state/selection';
import type { Sort } from '../state/viewState';
import type { VirtualTable } from '../ui/virtualTable';
import { arrangeRows, type HeatRow, joinRows, scaledRows } from './heatRows';
import type { HeatView } from './heatView';
import { heatTable } from './rowsView';

/** The weights as rows, each metric on its own scale; the chosen one on the scale of the legend. */
export class WeightsView implements HeatView {
  readonly element: HTMLElement;
  readonly #table: VirtualTable<HeatRow, string>;
  readonly #all: readonly HeatRow[];
  readonly #scales: ReadonlyMap<string, HeatScale>;
  #shown: readonly HeatRow[] = [];
  #colors = heatColors();

  constructor(
    private readonly context: PageContext,
    { heat, table }: ShownHeat,
    private readonly report: WeightReport | null,
    onSort: (sort: Sort<string>) => void,
  ) {
    this.#all = joinRows(table, report);
    this.#scales = metricScales(this.#all);
    this.#table = heatTable(
      context,
      (metric, value) => {
        if (metric.figure === heat.id) return looksOf(heat, this.#colors)(heat.position(value));
        return this.#colors.at(this.#scales.get(metric.id)?.position(value) ?? 0);
      },
      report !== null,
      {
        onSort,
        onSelect: ({ layer }) => {
          if (layer !== null) context.selection.set({ graph: layer.graph, index: layer.index });
        },
      },
    );
    this.element = this.#table.element;
  }

  arrange(scroll: number): string {
    const { filter, sort } = this.context.store.state.heatmap;
    this.#shown = arrangeRows(this.#all, filter, sort);
    this.#table.setSort(sort);
    this.#table.setRows(this.#shown, scroll);
    const of = this.#shown.length === this.#all.length ? '' : ` of ${formatInteger(this.#all.length)}`;
    const count = `${formatInteger(this.#shown.length)}${of} weights`;
    if (this.report === null) return count;
    const { nearZero } = this.report;
    return `${count}; near zero: under ${formatPercent(nearZero, nearZero < 0.01 ? 2 : 0)} of a weight's largest magnitude`;
  }

  mark(place: NodePlace | null): void {
    const at = this.#shown.findIndex(({ layer }) => layer?.graph === place?.graph && layer?.index === place?.index);
    this.#table.mark(place === null || at < 0 ? null : at);
  }

  refresh(): void {
    this.#colors = heatColors();
    this.#table.refresh();
  }

  dispose(): void {
    this.#table.dispose();
  }
}

function metricScales(rows: readonly HeatRow[]): ReadonlyMap<string, HeatScale> {
  const scaled = scaledRows(rows);
  return new Map(
    WEIGHT_METRICS.map(metric => {
      const values = scaled.map(({ weight, figures }) => metricOf(metric, weight, figures) ?? Number.NaN);
      const print = (value: number): string => printMetric(metric, value);
      const wish = {
        kind: metric.scale,
        isShare: metric.unit === 'share',
        isLevel: false,
        hot: 'high',
        print,
      } as const;
      return [metric.id, heatScale(Float64Array.from(values), wish)];
    }),
  );
}
