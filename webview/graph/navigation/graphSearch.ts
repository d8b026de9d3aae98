import { formatInteger } from '../../../src/shared/units';
import type { ViewStore } from '../../state/viewStore';
import { SearchBar } from '../searchBar';
import type { ArrangedGraph } from './arrangedGraph';
import { searchItems } from './searchItems';

export interface GraphSearchEvents {
  onMatches(matches: readonly number[]): void;
  /** Goes to a match, wherever it is hidden. */
  onGo(item: number): void;
  onLeave(): void;
}

/** The search in the graph on screen: the bar, what it found, and the way from match to match. */
export class GraphSearch {
  readonly element: HTMLElement;
  readonly #bar: SearchBar;
  #graph: ArrangedGraph | null = null;
  #matches: readonly number[] = [];
  #selected: number | null = null;
  #error: string | null = null;
  /** The first match is to be gone to as soon as there is a graph. */
  #awaitsGraph = false;

  constructor(
    private readonly store: ViewStore,
    private readonly events: GraphSearchEvents,
  ) {
    const { search, regex } = store.state.graph;
    this.#bar = new SearchBar(search, regex, {
      onQuery: (query, asRegex) => this.#run(query, asRegex),
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
    this.#awaitsGraph = this.#graph === null;
    this.next(1);
  }

  /** Searches again in another arrangement. */
  show(graph: ArrangedGraph): void {
    this.#graph = graph;
    const { search, regex } = this.store.state.graph;
    this.#run(search, regex);
    if (!this.#awaitsGraph) return;
    this.#awaitsGraph = false;
    this.next(1);
  }

  select(item: number | null): void {
    this.#selected = item;
    this.#showCount();
  }

  next(step: 1 | -1): void {
    if (this.#matches.length === 0) return;
    const at = this.#selected === null ? -1 : this.#matches.indexOf(this.#selected);
    const start = at < 0 && step === -1 ? 0 : at;
    const next = this.#matches[(start + step + this.#matches.length) % this.#matches.length];
    if (next !== undefined) this.events.onGo(next);
  }

  #run(query: string, regex: boolean): void {
    const { search, regex: asRegex } = this.store.state.graph;
    if (search !== query || asRegex !== regex) this.store.update('graph', { search: query, regex });
    if (this.#graph === null) return;
    const { matches, error } = searchItems(this.#graph, query, regex);
    this.#matches = matches;
    this.#error = error;
    this.events.onMatches(matches);
    this.#showCount();
  }

  #showCount(): void {
    if (this.#error !== null) this.#bar.showCount(this.#error, true);
    else this.#bar.showCount(this.#countText(), false);
  }

  #countText(): string {
    if (this.store.state.graph.search.trim() === '') return '';
    if (this.#matches.length === 0) return 'No matches';
    const at = this.#selected === null ? -1 : this.#matches.indexOf(this.#selected);
    const total = formatInteger(this.#matches.length);
    return at < 0 ? `${total} found` : `${formatInteger(at + 1)} of ${total}`;
  }
}
