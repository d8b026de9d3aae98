import type { Overview, PageCommand } from '../src/shared/protocol/editor';
import { formatBytes, formatCount } from '../src/shared/units';
import { element } from './dom';
import { button } from './ui/controls';

const ACTIONS: readonly { readonly command: PageCommand; readonly label: string; readonly primary: boolean }[] = [
  { command: 'quantizeInt8', label: 'Quantize to INT8', primary: true },
  { command: 'benchmarkLatency', label: 'Benchmark latency', primary: false },
  { command: 'benchmarkThroughput', label: 'Benchmark throughput', primary: false },
];

/** File name, one line of facts, and what can be done with the model. */
export class PageHeader {
  readonly element: HTMLElement;
  readonly #name = element('h1', { class: 'file-name', testId: 'file-name' });
  readonly #facts = element('p', { class: 'file-facts', testId: 'file-facts' });
  readonly #actions = element('div', { class: 'button-row header-actions', role: 'group', label: 'Actions' });

  constructor(private readonly run: (command: PageCommand) => void) {
    this.element = element(
      'header',
      { class: 'page-header' },
      element('div', { class: 'header-text' }, this.#name, this.#facts),
      this.#actions,
    );
  }

  setLoading(): void {
    if (this.#name.textContent !== '') return;
    this.#facts.replaceChildren(element('span', { class: 'skeleton skeleton-line' }));
  }

  /** @param file path or name of what could not be shown, where it is known */
  setFailed(file: string): void {
    this.#name.textContent = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    this.#facts.replaceChildren();
    this.#actions.replaceChildren();
  }

  setModel(overview: Overview): void {
    this.#name.textContent = overview.file;
    this.#name.title = overview.file;
    this.#facts.replaceChildren(...factsOf(overview).map(text => element('span', { class: 'fact', text })));
    const reasonId = 'cannot-run-reason';
    this.#actions.replaceChildren(
      ...ACTIONS.map(action =>
        button({
          label: action.label,
          look: action.primary ? 'primary' : 'secondary',
          testId: `action-${action.command}`,
          disabled: !overview.canRun,
          onClick: () => this.run(action.command),
          ...(overview.canRun ? {} : { title: overview.cannotRunReason, describedBy: reasonId }),
        }),
      ),
    );
    if (overview.canRun) return;
    this.#actions.append(
      element('span', {
        class: 'reason quiet',
        text: overview.cannotRunReason,
        testId: 'cannot-run-reason',
        attributes: { id: reasonId },
      }),
      button({ label: 'Manage Trust', testId: 'action-manageTrust', onClick: () => this.run('manageTrust') }),
    );
  }
}

function factsOf(overview: Overview): readonly string[] {
  const opset = overview.opsets.find(entry => entry.domain === '') ?? overview.opsets[0];
  return [
    [overview.format, overview.formatVersion].filter(part => part !== '').join(' '),
    overview.producer,
    opset === undefined ? '' : `opset ${opset.version}`,
    `${formatCount(overview.parameters)} parameters`,
    formatBytes(overview.fileBytes + overview.externalBytes),
  ].filter(fact => fact !== '');
}
