import { type ErrorInfo, errorInfo } from '../../src/shared/errors';
import type { ComparedFiles, ComparedSide, CompareHostMethods } from '../../src/shared/protocol/compare';
import type { JobProgress } from '../../src/shared/protocol/jobs';
import type { Remote } from '../../src/shared/protocol/rpc';
import type { CompareReport } from '../../src/shared/reports/compareReport';
import { element } from '../dom';
import type { VsCodeApi } from '../state/host';
import { Banner } from '../ui/banner';
import { button, tabs } from '../ui/controls';
import { failurePage } from '../ui/failure';
import type { CompareContext, CompareView } from './compareContext';
import { COMPARE_TABS, type CompareState, type CompareTab, compareState } from './compareState';
import { OutputsView } from './outputsView';
import { ProgressView } from './progressView';
import { StructureView } from './structureView';
import { summaryView } from './summaryView';
import { WeightsView } from './weightsView';

const LABELS: Readonly<Record<CompareTab, string>> = {
  summary: 'Summary',
  structure: 'Structure',
  weights: 'Weights',
  outputs: 'Answers',
};

/** The page of two models: header, banner and tabs; views are built when first shown. */
export class ComparePage implements CompareContext {
  readonly #header = element('header', { class: 'page-header', testId: 'compare-header' });
  readonly #banner = new Banner();
  readonly #main = element('main', { class: 'page-main' });
  readonly #live = element('div', { class: 'sr-only', role: 'status', attributes: { 'aria-live': 'polite' } });
  readonly #progress = new ProgressView(() => this.#call(this.host.cancel()));
  readonly #panels = new Map<CompareTab, HTMLElement>();
  readonly #views = new Map<CompareTab, CompareView>();
  #files: ComparedFiles = {
    a: '',
    b: '',
    uris: { a: '', b: '' },
    canRun: false,
    cannotRunReason: '',
    needsTrust: false,
    news: '',
  };
  #tab: CompareTab;
  #loads = 0;

  constructor(
    private readonly host: Remote<CompareHostMethods>,
    private readonly kept: Pick<VsCodeApi, 'getState' | 'setState'>,
  ) {
    this.#tab = compareState(kept.getState()).tab;
  }

  get files(): ComparedFiles {
    return this.#files;
  }

  start(root: HTMLElement): void {
    root.replaceChildren(this.#header, this.#banner.element, this.#main, this.#live);
    this.load();
  }

  progress(progress: JobProgress): void {
    this.#progress.show(progress);
  }

  /** Asks for everything anew. */
  load(): void {
    this.#ask('samples');
  }

  runSynthetic(): void {
    this.#ask('synthetic');
  }

  manageTrust(): void {
    this.#call(this.host.manageTrust());
  }

  /** Says that what is shown is about files that are no longer there. */
  filesChanged(news: string): void {
    this.#banner.show(news, [
      { label: 'Compare Again', onClick: () => this.#call(this.host.again()) },
      { label: 'Dismiss', onClick: () => this.#banner.hide() },
    ]);
  }

  reveal(side: ComparedSide, graph: string, node: number): void {
    this.#call(this.host.reveal(side, graph, node));
  }

  announce(text: string): void {
    this.#live.textContent = text;
  }

  problem(thrown: unknown): void {
    const error = errorInfo(thrown);
    if (error.kind === 'cancelled') return;
    const next = error.next === undefined ? '' : ` ${error.next}`;
    this.#banner.show(`${error.message}${next}`, [{ label: 'Dismiss', onClick: () => this.#banner.hide() }]);
  }

  /** Only the last of overlapping questions is answered on the page. */
  #ask(run: 'samples' | 'synthetic'): void {
    this.#loads += 1;
    const load = this.#loads;
    this.#clear();
    this.#banner.hide();
    this.#main.replaceChildren(this.#progress.element);
    const answer = async (): Promise<CompareReport> => {
      this.#files = await this.host.files();
      this.#keep();
      this.#drawHeader(null);
      return this.host.report(run);
    };
    answer().then(
      report => {
        if (load === this.#loads) this.#show(report);
      },
      (thrown: unknown) => {
        if (load === this.#loads) this.#fail(errorInfo(thrown));
      },
    );
  }

  #show(report: CompareReport): void {
    this.#drawHeader(report);
    // Why the models were not run is said where their answers would be.
    if (this.#files.news !== '') this.filesChanged(this.#files.news);
    else if (report.outputs !== null && report.warnings.length > 0) {
      const dismiss = { label: 'Dismiss', onClick: () => this.#banner.hide() };
      this.#banner.show(report.warnings.join(' '), [dismiss]);
    }
    const shown = tabs<CompareTab>({
      label: 'Views of the comparison',
      active: this.#tab,
      items: COMPARE_TABS.map(id => ({ id, label: LABELS[id], panel: this.#panel(id) })),
      onChange: tab => this.#shown(tab),
    });
    this.#main.replaceChildren(shown.element);
    const make: Readonly<Record<CompareTab, () => CompareView>> = {
      summary: () => summaryView(report, this),
      structure: () => new StructureView(report, this),
      weights: () => new WeightsView(report, this),
      outputs: () => new OutputsView(report, this),
    };
    this.#make = tab => make[tab]();
    this.#shown(this.#tab);
    this.announce(report.summary.join(' '));
  }

  #make: (tab: CompareTab) => CompareView = () => ({ element: element('div'), shown: () => undefined });

  #shown(tab: CompareTab): void {
    this.#tab = tab;
    this.#keep();
    const known = this.#views.get(tab);
    const view = known ?? this.#make(tab);
    if (known === undefined) {
      this.#views.set(tab, view);
      this.#panels.get(tab)?.replaceChildren(view.element);
    }
    view.shown();
  }

  #panel(tab: CompareTab): HTMLElement {
    const panel = element('div', { class: 'panel' });
    this.#panels.set(tab, panel);
    return panel;
  }

  #drawHeader(report: CompareReport | null): void {
    const { a, b } = this.#files;
    const facts = element('div', { class: 'file-facts' });
    if (report !== null) facts.append(element('span', { text: report.summary[0] ?? '' }));
    this.#header.replaceChildren(
      element(
        'div',
        { class: 'header-text' },
        element('h1', {
          class: 'file-name compare-names',
          text: `${a} ↔ ${b}`,
          title: `${a} is the original, ${b} is compared with it`,
        }),
        facts,
      ),
      element(
        'div',
        { class: 'button-row' },
        button({ label: 'Swap', title: `Take ${b} as the original`, onClick: () => this.#call(this.host.swap()) }),
        button({
          label: 'Save Report',
          look: 'primary',
          disabled: report === null,
          testId: 'save-report',
          onClick: () => void this.#save(),
        }),
      ),
    );
  }

  async #save(): Promise<void> {
    try {
      const names = await this.host.save();
      if (names.length > 0) this.announce(`Saved ${names.join(' and ')}.`);
    } catch (thrown) {
      this.problem(thrown);
    }
  }

  #fail(error: ErrorInfo): void {
    this.#clear();
    const again = { label: 'Compare Again', onClick: () => this.#call(this.host.again()) };
    const title = error.kind === 'cancelled' ? 'The comparison was cancelled' : 'These models cannot be compared';
    this.#main.replaceChildren(failurePage(title, error, [again]));
  }

  #keep(): void {
    this.kept.setState({ ...this.#files.uris, tab: this.#tab } satisfies CompareState);
  }

  #clear(): void {
    for (const view of this.#views.values()) view.dispose?.();
    this.#views.clear();
    this.#panels.clear();
    this.#progress.reset();
  }

  #call(answer: Promise<unknown>): void {
    answer.catch((thrown: unknown) => this.problem(thrown));
  }
}
