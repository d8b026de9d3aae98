import { errorInfo } from '../../../src/shared/errors';
import { formatInteger } from '../../../src/shared/units';
import type { PageContext } from '../../state/pageContext';
import type { NodePlace } from '../../state/selection';
import { EndSource } from '../search/endSource';
import { searchEnds, searchModel } from '../search/searchModel';
import { SearchSource } from '../search/searchSource';
import { SearchBar } from '../searchBar';
import type { ArrangedGraph } from './arrangedGraph';

export interface GraphSearchEvents {
  /** Items of what was found, as far as they are in the graph on screen. */
  onMatches(items: readonly number[]): void;
  /** Goes to a match, wherever it is hidden. */
  onGo(place: NodePlace): void;
  onLeave(): void;
}

/** The search in the whole model: the bar, what it found, and the way from match to match. */
export class GraphSearch {
  readonly element: HTMLElement;
  readonly #bar: SearchBar;
  #source: Promise<SearchSource> | null = null;
  #graph: ArrangedGraph | null = null;
  #matches: readonly NodePlace[] = [];
  /** Positions in `#matches`. */
  #positions: ReadonlyMap<string, number> = new Map();
  #selected: NodePlace | null = null;
  #problem: string | null = null;
  #runs = 0;
  #isRunning = false;
  /** Where to go as soon as the search has ended. */
  #awaited: 1 | -1 | null = null;

  constructor(
    private readonly context: PageContext,
    private readonly events: GraphSearchEvents,
  ) {
    const { search, regex } = context.store.state.graph;
    this.#bar = new SearchBar(search, regex, {
      onQuery: (query, asRegex) => void this.#run(query, asRegex),
      onNext: step => this.next(step),
      onLeave: () => events.onLeave(),
    });
    this.element = this.#bar.element;
  }

  focus(): void {
    this.#bar.focus();
  }

  /** Searches for something and goes to the first match. */
  find(query: string): void {
    this.#selected = null;
    this.#bar.setQuery(query);
    this.next(1);
  }

  /** Marks what was found in another arrangement. */
  show(graph: ArrangedGraph): void {
    const isFirst = this.#graph === null;
    const hasOthers = this.#graph?.hierarchy.instances.length !== graph.hierarchy.instances.length;
    this.#graph = graph;
    const { search, regex } = this.context.store.state.graph;
    // The ends of a body can be found once it is there.
    if (isFirst || hasOthers) void this.#run(search, regex);
    else this.#mark();
  }

  select(item: number | null): void {
    this.#selected = item === null ? null : (this.#graph?.placeOf(item) ?? null);
    this.#showCount();
  }

  next(step: 1 | -1): void {
    if (this.#isRunning) {
      this.#awaited = step;
      return;
    }
    if (this.#matches.length === 0) return;
    const at = this.#position();
    const start = at < 0 && step === -1 ? 0 : at;
    const next = this.#matches[(start + step + this.#matches.length) % this.#matches.length];
    if (next !== undefined) this.events.onGo(next);
  }

  async #run(query: string, regex: boolean): Promise<void> {
    const { store, data } = this.context;
    const { search, regex: asRegex } = store.state.graph;
    if (search !== query || asRegex !== regex) store.update('graph', { search: query, regex });
    const graph = this.#graph;
    if (graph === null) {
      this.#isRunning = true;
      return;
    }
    const run = ++this.#runs;
    if (query.trim() === '') {
      this.#found([], null);
      return;
    }
    this.#isRunning = true;
    this.#showCount();
    try {
      this.#source ??= Promise.all([data.nodes(), data.searchTexts()]).then(
        ([table, texts]) => new SearchSource(table, texts),
      );
      const source = await this.#source;
      if (run !== this.#runs) return;
      const { places, problem } = searchModel(source, query, regex);
      this.#found([...searchEnds(new EndSource(graph), query, regex), ...places], problem);
    } catch (thrown) {
      this.#source = null;
      if (run === this.#runs) this.#found([], errorInfo(thrown).message);
    }
  }

  #found(matches: readonly NodePlace[], problem: string | null): void {
    this.#isRunning = false;
    this.#matches = matches;
    this.#positions = new Map(matches.map((place, i) => [key(place), i]));
    this.#problem = problem;
    this.#mark();
    this.#showCount();
    const step = this.#awaited;
    this.#awaited = null;
    if (step !== null) this.next(step);
  }

  #mark(): void {
    const graph = this.#graph;
    if (graph !== null) this.events.onMatches(this.#matches.flatMap(place => graph.itemsOf(place)));
  }

  #position(): number {
    return this.#selected === null ? -1 : (this.#positions.get(key(this.#selected)) ?? -1);
  }

  #showCount(): void {
    if (this.#problem !== null && !this.#isRunning) this.#bar.showCount(this.#problem, true);
    else this.#bar.showCount(this.#countText(), false);
  }

  #countText(): string {
    if (this.context.store.state.graph.search.trim() === '') return '';
    if (this.#isRunning) return 'Searching';
    if (this.#matches.length === 0) return 'No matches';
    const at = this.#position();
    const total = formatInteger(this.#matches.length);
    return at < 0 ? `${total} found` : `${formatInteger(at + 1)} of ${total}`;
  }
}

function key({ graph, index }: NodePlace): string {
  return `${index} ${graph}`;
}
