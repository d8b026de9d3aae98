import { errorInfo } from '../../src/shared/errors';
import type { NpyChoice } from '../../src/shared/protocol/weights';
import { formatBytes, formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import { button, checkbox, type Tabs, tabs } from '../ui/controls';
import { openMenu } from '../ui/menu';
import { ChannelsView } from './channelsView';
import { HistogramView } from './histogramView';
import { kernelGrid } from './kernelGrid';
import { KernelsView } from './kernelsView';
import { PictureView } from './pictureView';
import { ValuesView } from './valuesView';
import type { WeightSource } from './weightSource';

const PARTS = ['picture', 'kernels', 'channels', 'histogram', 'values'] as const;
type Part = (typeof PARTS)[number];

const TITLES: Readonly<Record<Part, string>> = {
  picture: 'Picture',
  kernels: 'Kernels',
  channels: 'Channels',
  histogram: 'Histogram',
  values: 'Values',
};

/** A way of looking at a weight, built when first shown. */
interface PartView {
  readonly element: HTMLElement;
  /** The numbers or the matrix are others. */
  reload(): void;
  dispose(): void;
}

/** Everything about one weight: facts, and the parts that draw it. */
export class WeightViewer {
  readonly element = element('div', { class: 'weight-body' });
  readonly #note = element('span', { class: 'quiet', role: 'status', testId: 'weight-note' });
  readonly #panels = new Map<Part, HTMLElement>();
  readonly #views = new Map<Part, PartView>();
  readonly #stale = new Set<Part>();
  readonly #tabs: Tabs<Part>;

  constructor(
    private readonly source: WeightSource,
    start: string,
  ) {
    const parts = offered(source);
    const first = parts.find(part => part === start) ?? parts[0] ?? 'values';
    this.#tabs = tabs<Part>({
      label: 'Ways of looking at the weight',
      active: first,
      items: parts.map(id => {
        const panel = element('div', { class: 'panel' });
        this.#panels.set(id, panel);
        return { id, label: TITLES[id], panel };
      }),
      onChange: part => this.#show(part),
    });
    this.element.append(this.#facts(), this.#tabs.element);
    this.#show(first);
  }

  /** What is shown now. */
  get part(): string {
    return this.#tabs.value;
  }

  dispose(): void {
    for (const view of this.#views.values()) view.dispose();
    this.#views.clear();
  }

  #facts(): HTMLElement {
    const { facts } = this.source;
    const { quantization, stored } = facts;
    const shown = `${facts.dtype}[${facts.shape.join(',')}]`;
    return element(
      'div',
      { class: 'weight-facts' },
      element('span', { class: 'mono', text: facts.type, testId: 'weight-type' }),
      ...(facts.type.endsWith(shown) ? [] : [element('span', { class: 'quiet', text: `seen as ${shown}` })]),
      element('span', {
        class: 'quiet',
        text: `${formatInteger(facts.elements)} ${facts.elements === 1 ? 'element' : 'elements'}`,
      }),
      element('span', { class: 'quiet', text: `${formatBytes(facts.bytes)}, ${facts.where}` }),
      ...(stored === null
        ? []
        : [element('span', { class: 'quiet', text: `${formatInteger(stored)} stored, the others are zero` })]),
      ...(quantization === null ? [] : [element('span', { class: 'quiet', text: quantization.text })]),
      ...(quantization?.canDequantize === true ? [this.#switch()] : []),
      this.#exportButton(),
      this.#note,
    );
  }

  #switch(): HTMLElement {
    return checkbox({
      label: 'Dequantized',
      checked: this.source.dequantized,
      testId: 'weight-dequantized',
      onChange: checked => {
        this.source.dequantized = checked;
        this.#changed();
      },
    }).element;
  }

  #exportButton(): HTMLElement {
    const made = button({
      label: 'Export .npy…',
      testId: 'weight-export',
      disabled: this.#exports.length === 0,
      onClick: () => {
        const [only, ...more] = this.#exports;
        if (only === undefined) return;
        if (more.length === 0) {
          void this.#export(only);
          return;
        }
        openMenu({
          label: 'What is written',
          at: made,
          returnTo: made,
          items: this.#exports.map(choice => ({
            label: `${choice.label} (${formatBytes(choice.bytes)})`,
            testId: `weight-export-${choice.form}`,
            onChoose: () => void this.#export(choice),
          })),
        });
      },
    });
    return made;
  }

  get #exports(): readonly NpyChoice[] {
    const { exports } = this.source.facts;
    return this.source.dequantized ? exports.dequantized : exports.stored;
  }

  async #export({ form, label }: NpyChoice): Promise<void> {
    const { facts, dequantized, host } = this.source;
    try {
      const file = await host.exportWeight({ graph: facts.graph, name: facts.name, dequantized }, form);
      this.#note.textContent = file === null ? '' : `Written to ${file}: ${label}.`;
    } catch (thrown) {
      const { kind, message, next } = errorInfo(thrown);
      this.#note.textContent = kind === 'cancelled' ? 'Nothing was written.' : `${message} ${next ?? ''}`.trim();
    }
  }

  /** What is in view follows at once, the other parts when they are shown. */
  #changed(): void {
    for (const part of this.#views.keys()) this.#stale.add(part);
    this.#show(this.#tabs.value);
  }

  #show(part: Part): void {
    const known = this.#views.get(part);
    if (known === undefined) {
      const view = this.#make(part);
      this.#views.set(part, view);
      this.#panels.get(part)?.replaceChildren(view.element);
    } else if (this.#stale.has(part)) known.reload();
    this.#stale.delete(part);
  }

  #make(part: Part): PartView {
    switch (part) {
      case 'picture':
        return new PictureView(this.source, () => this.#changed());
      case 'kernels':
        return new KernelsView(this.source);
      case 'channels':
        return new ChannelsView(this.source);
      case 'histogram':
        return new HistogramView(this.source);
      case 'values':
        return new ValuesView(this.source, () => this.#changed());
    }
  }
}

/** Parts that say something about the weight. */
function offered({ facts }: WeightSource): readonly Part[] {
  const isDrawn = facts.kind === 'real' || facts.kind === 'complex';
  const isOffered: Readonly<Record<Part, boolean>> = {
    picture: isDrawn,
    kernels: isDrawn && kernelGrid(facts, { width: 1, height: 1 }) !== null,
    channels: isDrawn && facts.shape.length > 0 && facts.elements > 0,
    histogram: facts.kind === 'real' && facts.elements > 0,
    values: facts.kind !== 'none',
  };
  return PARTS.filter(part => isOffered[part]);
}
