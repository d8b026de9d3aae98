import type { JobProgress } from '../../src/shared/protocol/jobs';
import { element } from '../dom';
import type { PageContext, TabView } from '../state/pageContext';
import type { NodePlace } from '../state/selection';
import { fill } from '../ui/fill';
import { NodeTableView } from './nodeTableView';

/** The table of nodes: what each costs, in columns to choose, sort and filter by, with totals, groups and export. */
export class LayersTab implements TabView {
  readonly element = element('div', { class: 'table-tab', testId: 'panel-layers' });
  #view: NodeTableView | null = null;

  constructor(context: PageContext) {
    void fill(
      this.element,
      'Working out what each node costs',
      () => context.data.nodes(),
      table => {
        if (table.graph.length === 0) return [element('p', { class: 'empty', text: 'This model has no nodes.' })];
        this.#view = new NodeTableView(context, table);
        return this.#view.parts;
      },
    );
  }

  shown(): void {
    this.#view?.refresh();
  }

  showNode(place: NodePlace): void {
    this.#view?.showNode(place);
  }

  dispose(): void {
    this.#view?.dispose();
  }

  weightsProgress(progress: JobProgress): void {
    this.#view?.progress(progress);
  }
}
