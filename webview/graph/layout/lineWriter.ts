import type { Drawing } from './drawing';
import { Growing, GrowingCoordinates } from './growing';

/** Writes lines one after the other. */
export class LineWriter {
  readonly #pointStart: Growing;
  readonly #points: GrowingCoordinates;
  readonly #source: Growing;
  readonly #before: Growing;
  readonly #target: Growing;

  constructor(
    capacity: number,
    readonly swap: boolean,
  ) {
    this.#pointStart = new Growing(capacity + 1);
    this.#pointStart.push(0);
    this.#points = new GrowingCoordinates(6 * capacity);
    this.#source = new Growing(capacity);
    this.#before = new Growing(capacity);
    this.#target = new Growing(capacity);
  }

  begin(source: number, before: number): void {
    this.#source.push(source);
    this.#before.push(before);
  }

  point(x: number, y: number): void {
    if (this.swap) this.#points.push(y, x);
    else this.#points.push(x, y);
  }

  /** Ends the line at hand and returns its number. */
  end(target: number): number {
    this.#pointStart.push(this.#points.length / 2);
    return this.#target.push(target);
  }

  get lines(): number {
    return this.#target.length;
  }

  /** Lines that could not know what they go on from. */
  setBefore(line: number, before: number): void {
    this.#before.done()[line] = before;
  }

  done(): Pick<Drawing, 'pointStart' | 'points' | 'source' | 'before' | 'target'> {
    return {
      pointStart: this.#pointStart.done().slice(),
      points: this.#points.done(),
      source: this.#source.done().slice(),
      before: this.#before.done().slice(),
      target: this.#target.done().slice(),
    };
  }
}
