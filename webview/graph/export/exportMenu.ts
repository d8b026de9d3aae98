import { errorInfo } from '../../../src/shared/errors';
import { formatBytes, formatInteger, formatPercent } from '../../../src/shared/units';
import { element } from '../../dom';
import type { PageContext } from '../../state/pageContext';
import { button } from '../../ui/controls';
import { type MenuItem, openMenu } from '../../ui/menu';
import type { GraphCanvas } from '../drawing/graphCanvas';
import { type ExportedPicture, exportPicture, type PictureSource, type PictureWish } from './exportPicture';

type Choice = Pick<PictureWish, 'format' | 'extent' | 'factor'> & { readonly label: string; readonly testId: string };

/** What can be had of a graph. */
const CHOICES: readonly Choice[] = [
  { label: 'View as PNG', testId: 'export-view-png', extent: 'view', format: 'png', factor: 1 },
  { label: 'View as PNG, twice as fine', testId: 'export-view-png-2', extent: 'view', format: 'png', factor: 2 },
  { label: 'View as SVG', testId: 'export-view-svg', extent: 'view', format: 'svg', factor: 1 },
  { label: 'Whole graph as PNG', testId: 'export-whole-png', extent: 'whole', format: 'png', factor: 1 },
  {
    label: 'Whole graph as PNG, twice as fine',
    testId: 'export-whole-png-2',
    extent: 'whole',
    format: 'png',
    factor: 2,
  },
  { label: 'Whole graph as SVG', testId: 'export-whole-svg', extent: 'whole', format: 'svg', factor: 1 },
];

type Drawn = Pick<GraphCanvas, 'look' | 'camera' | 'element'>;

/** A button that opens the menu of pictures, and beside it how far the one that is being written is. One at a time. */
export class ExportMenu {
  readonly element = element('span', { class: 'graph-export' });
  readonly #button = button({
    label: 'Export…',
    title: 'Save the graph as a picture',
    testId: 'graph-export',
    onClick: () => this.open(),
  });
  readonly #progress = element('progress', { label: 'Writing the picture', attributes: { max: '1', value: '0' } });
  readonly #note = element('span', { class: 'graph-export-note', testId: 'graph-export-note' });
  readonly #running = element(
    'span',
    { class: 'graph-export-running', testId: 'graph-export-running', hidden: true },
    this.#progress,
    button({ label: 'Cancel', testId: 'graph-export-cancel', onClick: () => this.#abort?.abort() }),
  );
  #abort: AbortController | null = null;
  #isTransparent = false;

  constructor(
    private readonly context: Pick<PageContext, 'data' | 'announce' | 'problem'>,
    private readonly canvas: Drawn,
  ) {
    this.element.append(this.#button, this.#running, this.#note);
  }

  open(): void {
    if (this.#abort !== null) {
      this.#tell('A picture is being written already.');
      return;
    }
    const items: MenuItem[] = CHOICES.map(({ label, testId, ...choice }) => ({
      label,
      testId,
      onChoose: () => void this.#export({ ...choice, isTransparent: this.#isTransparent }),
    }));
    items.push({
      label: this.#isTransparent ? 'Background: transparent' : 'Background: as in the editor',
      testId: 'export-background',
      onChoose: () => {
        this.#isTransparent = !this.#isTransparent;
        this.open();
      },
    });
    openMenu({ label: 'Export the graph', at: this.#button, returnTo: this.#button, items });
  }

  dispose(): void {
    this.#abort?.abort();
  }

  async #export(wish: PictureWish): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    this.#note.textContent = '';
    try {
      const source = await this.#source();
      if (source === null) return;
      const progress = (fraction: number): void => {
        this.#running.hidden = false;
        this.#progress.value = fraction;
      };
      const done = await exportPicture(source, wish, this.context.data.host, progress, abort.signal);
      if (done !== null) this.#tell(saved(done));
    } catch (thrown) {
      if (errorInfo(thrown).kind === 'cancelled') this.#tell('Export cancelled.');
      else this.context.problem(thrown);
    } finally {
      this.#abort = null;
      this.#running.hidden = true;
    }
  }

  async #source(): Promise<PictureSource | null> {
    const { look, camera } = this.canvas;
    if (look === null) {
      this.#tell('There is nothing to export yet.');
      return null;
    }
    const { clientWidth: width, clientHeight: height } = this.canvas.element;
    const { file } = await this.context.data.overview();
    const graph = look.scene.hierarchy.instances[0]?.page.title ?? '';
    return {
      look,
      camera,
      view: { width, height },
      name: `${file.replace(/\.[^.]*$/, '')}.graph`,
      title: `${file}: ${graph}`,
    };
  }

  #tell(text: string): void {
    this.#note.textContent = text;
    this.#note.title = text;
    this.context.announce(text);
  }
}

function saved({ file, bytes, width, height, reducedTo }: ExportedPicture): string {
  const size = `${formatInteger(width)} × ${formatInteger(height)}`;
  const reduced = reducedTo === null ? '' : `, as large as a PNG may be: ${formatPercent(reducedTo)}. SVG has no limit`;
  return `Saved ${file} (${size}, ${formatBytes(bytes)}${reduced}).`;
}
