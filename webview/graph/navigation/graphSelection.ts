import { boundedSelection, type GraphTarget } from '../../state/graphState';
import type { PageContext } from '../../state/pageContext';
import type { NodePlace } from '../../state/selection';

/**
 * What is selected in the graph: nodes, ends and groups. Of the page's one selection it is the part that only the graph has: groups,
 * and more than one.
 */
export class GraphSelection {
  #targets: readonly GraphTarget[];
  #isOwn = false;
  readonly #stop: () => void;

  /** @param onOutside somebody else selected another node or nothing */
  constructor(
    private readonly context: PageContext,
    onOutside: (place: NodePlace | null) => void,
  ) {
    this.#targets = context.store.state.graph.selection;
    this.#stop = context.selection.onChange(place => {
      if (this.#isOwn) return;
      this.#targets = place === null ? [] : [{ kind: 'place', ...place }];
      onOutside(place);
    });
  }

  dispose(): void {
    this.#stop();
  }

  /** The one selected last at the end. */
  get targets(): readonly GraphTarget[] {
    return this.#targets;
  }

  get last(): GraphTarget | null {
    return this.#targets.at(-1) ?? null;
  }

  set(targets: readonly GraphTarget[]): void {
    this.#targets = targets;
    const { last } = this;
    this.#isOwn = true;
    try {
      this.context.selection.set(last?.kind === 'place' ? { graph: last.graph, index: last.index } : null);
    } finally {
      this.#isOwn = false;
    }
    this.context.store.update('graph', { selection: boundedSelection(targets) });
  }
}
