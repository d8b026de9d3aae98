import { boundedHistory, type Position, type PositionList, sameTarget } from '../../state/graphState';

/** The way somebody took through the graph, to go back and forward on. */
export class History {
  #list: PositionList;

  constructor(
    initial: PositionList,
    private readonly onChange: (list: PositionList) => void,
  ) {
    this.#list = initial;
  }

  get isEmpty(): boolean {
    return this.#list.positions.length === 0;
  }

  get canGoBack(): boolean {
    return this.#list.at > 0;
  }

  get canGoForward(): boolean {
    return this.#list.at < this.#list.positions.length - 1;
  }

  /**
   * Somebody went somewhere. A jump is a step of its own and ends the way forward; a small move, from one item to the next, is
   * part of the step it was made from.
   */
  went(position: Position, isJump: boolean): void {
    const { positions, at } = this.#list;
    const current = positions[at];
    const stays = current !== undefined && isSamePlace(current, position);
    if (current !== undefined && (stays || !isJump)) {
      this.#set({ positions: positions.with(at, position), at });
      return;
    }
    this.#set({ positions: [...positions.slice(0, at + 1), position], at: at + 1 });
  }

  /** Notes what was on screen when the current step was left. */
  leaves(camera: Position['camera']): void {
    const { positions, at } = this.#list;
    const current = positions[at];
    if (current !== undefined && camera !== null)
      this.#set({ positions: positions.with(at, { ...current, camera }), at });
  }

  /** The position a step away, which becomes the current one; `null` at the ends. */
  step(by: 1 | -1): Position | null {
    const { positions, at } = this.#list;
    const target = positions[at + by];
    if (target === undefined) return null;
    this.#set({ positions, at: at + by });
    return target;
  }

  #set(list: PositionList): void {
    this.#list = boundedHistory(list);
    this.onChange(this.#list);
  }
}

function isSamePlace(a: Position, b: Position): boolean {
  return a.root === b.root && sameTarget(a.target, b.target);
}
