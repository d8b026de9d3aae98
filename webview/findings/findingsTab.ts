import { errorInfo } from '../../src/shared/errors';
import { weightsAt } from '../../src/shared/nodeTable/cells';
import type { JobProgress } from '../../src/shared/protocol/jobs';
import type { LintFinding, LintReport } from '../../src/shared/reports/lintReport';
import { formatInteger, formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import type { PageContext, TabView } from '../state/pageContext';
import type { SEVERITIES } from '../state/viewState';
import { button, select } from '../ui/controls';
import { fill } from '../ui/fill';
import { countFindings, groupFindings } from './groupFindings';
import { ruleCard } from './ruleCard';

type SeverityChoice = (typeof SEVERITIES)[number];

const CHOICES: readonly { readonly value: SeverityChoice; readonly label: string }[] = [
  { value: 'all', label: 'Every severity' },
  { value: 'error', label: 'Errors' },
  { value: 'warning', label: 'Warnings' },
  { value: 'info', label: 'Info' },
];

/** What is worth knowing before a model is shipped: by rule, why it matters, where it is and what mends it. */
export class FindingsTab implements TabView {
  readonly element = element('div', { class: 'table-tab', testId: 'panel-findings' });
  readonly #count = element('span', { class: 'totals', role: 'status', testId: 'findings-count' });
  readonly #checking = element('span', { class: 'measuring' });
  readonly #progress = element('span', { class: 'totals', testId: 'findings-progress' });
  readonly #body = element('div', { class: 'scroll-tab findings', testId: 'findings-body' });
  #report: LintReport | null = null;
  readonly #stop: () => void;
  #isDisposed = false;

  constructor(private readonly context: PageContext) {
    this.#body.addEventListener('scroll', () => {
      if (this.#body.clientHeight > 0) context.store.update('findings', { scroll: this.#body.scrollTop });
    });
    this.#stop = context.selection.onChange(() => this.#mark());
    void fill(
      this.element,
      'Looking for what is worth knowing',
      () => context.data.findings(),
      report => {
        this.#report = report;
        this.#showCheckButton();
        this.#arrange();
        return [this.#toolbar(report), this.#body];
      },
    ).then(() => this.shown());
  }

  shown(): void {
    this.#body.scrollTop = this.context.store.state.findings.scroll;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stop();
  }

  lintProgress({ phase, fraction }: JobProgress): void {
    this.#progress.textContent = fraction === null ? phase : `${phase} ${formatPercent(fraction, 0)}`;
  }

  findingsChanged(): void {
    if (this.#report === null) return;
    this.context.data.findings().then(
      report => {
        if (!this.#isDisposed) this.#show(report);
      },
      (thrown: unknown) => this.context.problem(thrown),
    );
  }

  #show(report: LintReport): void {
    this.#report = report;
    this.context.showFindings(countFindings(report));
    this.#showCheckButton();
    this.element.replaceChildren(this.#toolbar(report), this.#body);
    this.#arrange();
  }

  #toolbar(report: LintReport): HTMLElement {
    const { store } = this.context;
    const { severity, rule } = store.state.findings;
    const found = report.rules.filter(({ id }) => report.findings.some(finding => finding.rule === id));
    return element(
      'div',
      { class: 'toolbar' },
      select({
        label: 'Severity',
        value: severity,
        testId: 'findings-severity',
        choices: CHOICES,
        onChange: chosen => this.#filter({ severity: chosen }),
      }).element,
      select({
        label: 'Rule',
        value: found.some(({ id }) => id === rule) ? rule : '',
        testId: 'findings-rule',
        choices: [{ value: '', label: 'Every rule' }, ...found.map(({ id, title }) => ({ value: id, label: title }))],
        onChange: chosen => this.#filter({ rule: chosen }),
      }).element,
      this.#checking,
      this.#count,
    );
  }

  #filter(change: { readonly severity?: SeverityChoice; readonly rule?: string }): void {
    this.context.store.update('findings', { ...change, scroll: 0 });
    this.#arrange();
    this.#body.scrollTop = 0;
  }

  #arrange(): void {
    const report = this.#report;
    if (report === null) return;
    const { severity, rule } = this.context.store.state.findings;
    const known = report.findings.some(finding => finding.rule === rule) ? rule : '';
    const groups = groupFindings(report, { severity, rule: known });
    const all = countFindings(report);
    const shown = groups.reduce((sum, { findings, omitted }) => sum + findings.length + omitted, 0);
    this.#count.textContent = `${formatInteger(shown)}${shown === all ? '' : ` of ${formatInteger(all)}`} findings`;
    const events = {
      onReveal: (finding: LintFinding) => void this.#reveal(finding),
      onMend: (rule: string) => {
        this.context.data.host.mend(rule).catch((thrown: unknown) => this.context.problem(thrown));
      },
    };
    this.#body.replaceChildren(
      ...(all === 0 ? [element('p', { text: 'Nothing was found by what was checked.', testId: 'findings-none' })] : []),
      ...groups.map(group => ruleCard(group, events)),
      ...skipped(report),
    );
    this.#mark();
  }

  /** Marks what was found of the selected node. */
  #mark(): void {
    const { current } = this.context.selection;
    for (const line of this.#body.querySelectorAll<HTMLElement>('[data-node]')) {
      const { graph, node } = line.dataset;
      if (current !== null && graph === current.graph && node === String(current.index))
        line.setAttribute('aria-current', 'true');
      else line.removeAttribute('aria-current');
    }
  }

  #showCheckButton(): void {
    this.#checking.replaceChildren(
      button({
        label: 'Check everything',
        look: 'primary',
        title: 'Also reads all weights and asks the runtime about every operator',
        testId: 'findings-check',
        onClick: () => void this.#checkEverything(),
      }),
    );
  }

  async #checkEverything(): Promise<void> {
    this.lintProgress({ phase: 'Checking', fraction: null });
    this.#checking.replaceChildren(
      this.#progress,
      button({
        label: 'Cancel',
        testId: 'findings-cancel',
        onClick: () => {
          this.context.data.host.cancelLint().catch((thrown: unknown) => this.context.problem(thrown));
        },
      }),
    );
    try {
      const report = await this.context.data.allFindings();
      if (this.#isDisposed) return;
      this.#show(report);
      this.context.announce(`${this.#count.textContent} after checking everything`);
    } catch (thrown) {
      if (this.#isDisposed) return;
      this.#showCheckButton();
      if (errorInfo(thrown).kind !== 'cancelled') this.context.problem(thrown);
    }
  }

  /** Goes to the node, to the node that owns the weight, or looks for the value. */
  async #reveal({ graph, node, value }: LintFinding): Promise<void> {
    try {
      const found = node ?? (value === null ? null : await this.#ownerOf(graph, value));
      if (found !== null) this.context.goToNode(graph, found);
      else if (value !== null) this.context.searchGraph(`value:${value}`);
    } catch (thrown) {
      this.context.problem(thrown);
    }
  }

  async #ownerOf(graph: string, weight: string): Promise<number | null> {
    const table = await this.context.data.nodes();
    for (const row of table.node.keys()) {
      if (table.graphs[table.graph[row] ?? 0]?.id !== graph) continue;
      if (weightsAt(table, row).some(owned => owned.name === weight)) return table.node[row] ?? null;
    }
    return null;
  }
}

function skipped(report: LintReport): HTMLElement[] {
  if (report.skipped.length === 0) return [];
  const titles = new Map(report.rules.map(({ id, title }) => [id, title]));
  return [
    element(
      'section',
      { class: 'card', testId: 'findings-skipped' },
      element('h2', { text: 'Not checked' }),
      element(
        'ul',
        { class: 'plain-list' },
        ...report.skipped.map(({ rule, reason }) =>
          element(
            'li',
            {},
            element('span', { text: titles.get(rule) ?? rule }),
            element('span', { class: 'quiet', text: ` ${reason}` }),
          ),
        ),
      ),
    ),
  ];
}
