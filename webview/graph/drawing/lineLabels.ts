import type { Arrangement } from '../arrange/arrangement';
import { NONE } from '../hierarchy/hierarchy';
import { cleanText } from './cleanText';
import { valueLabel } from './valueLabel';

/** Different values on one line that are written out. */
const MOST_VALUES = 3;

/** What flows on lines: shapes of the values of the edges that use them. */
export class LineLabels {
  readonly #texts: readonly string[];
  /** By line, for those that begin at a box or end at one; 0 says nothing. */
  readonly #label: Uint32Array;
  /** Line that begins at the source, by line. */
  readonly #first: Uint32Array;

  constructor({ hierarchy, drawing }: Arrangement) {
    const lines = drawing.source.length;
    this.#first = firstLines(drawing.before);
    this.#label = new Uint32Array(lines);
    const texts = new Numbered();
    /** Values on the lines that carry several. */
    const several = new Map<number, Set<number>>();
    const add = (line: number, text: number): void => {
      const known = this.#label[line] ?? 0;
      if (known === text || text === 0) return;
      if (known === 0) this.#label[line] = text;
      else several.set(line, (several.get(line) ?? new Set([known])).add(text));
    };
    const ofValue = hierarchy.instances.map(({ page }) => new Uint32Array(page.values.length));
    for (let edge = 0; edge < hierarchy.from.length; edge++) {
      const last = drawing.lastLine[edge] ?? NONE;
      if (last === NONE) continue;
      const instance = hierarchy.edgeInstance[edge] ?? 0;
      const page = hierarchy.instances[instance]?.page;
      const value = page?.value[hierarchy.edge[edge] ?? 0] ?? 0;
      const known = ofValue[instance];
      if (page === undefined || known === undefined) continue;
      let text = known[value] ?? 0;
      if (text === 0) {
        // One more than the number, so that 0 means not asked yet.
        text = texts.numberOf(valueLabel(cleanText(page.valueTypes[value] ?? ''))) + 1;
        known[value] = text;
      }
      add(last, text - 1);
      add(this.#first[last] ?? last, text - 1);
    }
    for (const [line, values] of several) {
      const shown = Array.from(values, value => texts.names[value] ?? '').slice(0, MOST_VALUES);
      this.#label[line] = texts.numberOf(`${shown.join(' | ')}${values.size > MOST_VALUES ? ' | …' : ''}`);
    }
    this.#texts = texts.names;
  }

  /** Shape of what is on a line; empty when unknown, and on lines in between. */
  of(line: number): string {
    return this.#texts[this.#label[line] ?? 0] ?? '';
  }

  /** The line that leaves the source, of which this one is a branch. */
  first(line: number): number {
    return this.#first[line] ?? line;
  }
}

/** Follows `before` to its end for all lines, each stretch once. */
export function firstLines(before: Uint32Array): Uint32Array {
  const first = new Uint32Array(before.length).fill(NONE);
  const way: number[] = [];
  for (let line = 0; line < before.length; line++) {
    let at = line;
    while (first[at] === NONE && (before[at] ?? NONE) !== NONE && way.length <= before.length) {
      way.push(at);
      at = before[at] ?? 0;
    }
    const end = first[at] === NONE ? at : (first[at] ?? at);
    first[at] = end;
    for (const passed of way) first[passed] = end;
    way.length = 0;
  }
  return first;
}

class Numbered {
  readonly names: string[] = [''];
  readonly #numbers = new Map<string, number>([['', 0]]);

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}
