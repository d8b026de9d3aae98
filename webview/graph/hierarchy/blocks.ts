import { blockTitle } from './blockTitle';
import { ITEM, NONE } from './hierarchy';
import { type Run, repeatingRuns } from './periods';
import type { Likeness, Structure } from './sameStructure';
import { unnumbered } from './sameStructure';

/** Groups that hold fewer things directly are easy to read as they are; in blocks that were found, fewer still. */
const MANY = 48;
const MANY_IN_BLOCK = 24;
/** Blocks in blocks. */
const DEEPEST = 4;

/** Labels are below this, so that two fit into a safe integer. */
const MOST_LABELS = 0x2000000;

/** What one group holds directly, next to each other in the order of ranks. */
interface Sequence {
  /** Nodes, and groups as `-1 - group`. */
  readonly entries: readonly number[];
  readonly container: number;
  readonly depth: number;
}

/** A run that was accepted: `count` blocks of `period` entries from `start`. */
interface Blocks {
  readonly start: number;
  readonly period: number;
  readonly count: number;
  readonly likeness: Likeness;
}

/**
 * Finds repeated blocks by structure where names do not tell: in groups that hold many things directly. What repeats becomes
 * blocks under a stack, blocks can hold blocks again; what does not repeat stays where it is.
 */
export function stackBlocks(structure: Structure): void {
  const { groups, contents } = structure;
  const waiting: Sequence[] = [];
  contents.entries.forEach((entries, container) => {
    if (entries.length < MANY) return;
    const around = container === contents.entries.length - 1 ? NONE : container;
    for (const part of betweenStacks(structure, entries, around)) {
      if (part.length > 1) waiting.push({ entries: part, container: around, depth: 0 });
    }
  });
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const sequence = new Entries(structure, at.entries);
    const taken = new Uint8Array(at.entries.length);
    const found = (['exact', 'exceptSizes'] as const).flatMap(likeness => accept(sequence, taken, likeness));
    for (const blocks of found.sort((a, b) => a.start - b.start)) {
      for (const inner of makeBlocks(at, blocks)) {
        if (inner.entries.length >= MANY_IN_BLOCK && inner.depth < DEEPEST) waiting.push(inner);
      }
    }
  }
  function makeBlocks({ entries, container, depth }: Sequence, blocks: Blocks): Sequence[] {
    const { start, period, count, likeness } = blocks;
    const title = blockTitle(structure, entries.slice(start, start + period));
    const note = likeness === 'exact' ? '' : ', sizes differ';
    const stack = groups.add(ITEM.stack, `${title} ×${count}${note}`, container, count);
    return Array.from({ length: count }, (_, i) => {
      const part = entries.slice(start + i * period, start + (i + 1) * period);
      const block = groups.add(ITEM.block, `${title} ${i + 1}`, stack);
      for (const entry of part) {
        if (entry >= 0) groups.groupOf[entry] = block;
        else groups.parent[-1 - entry] = block;
      }
      return { entries: part, container: block, depth: depth + 1 };
    });
  }
}

/** Scopes that are in a stack already are no part of any block, and nothing repeats across them. */
function betweenStacks({ groups }: Structure, entries: readonly number[], container: number): readonly number[][] {
  const parts: number[][] = [[]];
  for (const entry of entries) {
    if (entry >= 0 || groups.parent[-1 - entry] === container) parts.at(-1)?.push(entry);
    else parts.push([]);
  }
  return parts;
}

/** Entries of a sequence with where each begins in the order of ranks. */
class Entries {
  readonly count: number;
  readonly #begin: Uint32Array;
  readonly #labels: Record<Likeness, Int32Array>;
  /** Values that are alive between an entry and the one before it: what a cut there would cut. */
  readonly #alive: Int32Array;

  constructor(
    private readonly structure: Structure,
    private readonly entries: readonly number[],
  ) {
    const { rank, first, end } = structure.contents;
    this.count = entries.length;
    this.#begin = new Uint32Array(entries.length + 1);
    entries.forEach((entry, i) => {
      this.#begin[i] = (entry >= 0 ? rank[entry] : first[-1 - entry]) ?? 0;
      this.#begin[i + 1] = (entry >= 0 ? (rank[entry] ?? 0) + 1 : end[-1 - entry]) ?? 0;
    });
    this.#labels = { exact: this.#labelled('exact'), exceptSizes: this.#labelled('exceptSizes') };
    this.#alive = this.#countAlive();
  }

  labels(likeness: Likeness, taken: Uint8Array): Int32Array {
    let unique = MOST_LABELS;
    return this.#labels[likeness].map((label, i) => (taken[i] === 1 ? --unique : label));
  }

  nodes(start: number, count: number): number {
    return (this.#begin[start + count] ?? 0) - (this.#begin[start] ?? 0);
  }

  alive(at: number): number {
    return this.#alive[at] ?? 0;
  }

  same(a: number, b: number, count: number, likeness: Likeness): boolean {
    const length = this.nodes(a, count);
    if (length !== this.nodes(b, count)) return false;
    for (let i = 0; i < count; i++) {
      const one = this.entries[a + i] ?? 0;
      const other = this.entries[b + i] ?? 0;
      if (one < 0 && !this.structure.sameGroups(-1 - one, -1 - other, likeness)) return false;
    }
    return this.structure.sameNodes(this.#begin[a] ?? 0, this.#begin[b] ?? 0, length, likeness);
  }

  #labelled(likeness: Likeness): Int32Array {
    const { groups, contents } = this.structure;
    const known = new Map<string, number>();
    return Int32Array.from(this.entries, entry => {
      const group = -1 - entry;
      const size = (contents.end[group] ?? 0) - (contents.first[group] ?? 0);
      const text =
        entry >= 0 ? `${this.structure.label(entry, likeness)}` : `${unnumbered(groups.title[group] ?? '')}\n${size}`;
      let label = known.get(text);
      if (label === undefined) {
        label = known.size;
        known.set(text, label);
      }
      return label;
    });
  }

  #countAlive(): Int32Array {
    const { graph, contents } = this.structure;
    const [from = 0, to = 0] = [this.#begin[0], this.#begin[this.count]];
    const entryAt = new Int32Array(to - from);
    for (let i = 0; i < this.count; i++)
      entryAt.fill(i, (this.#begin[i] ?? 0) - from, (this.#begin[i + 1] ?? 0) - from);
    const changes = new Int32Array(this.count + 1);
    for (let rank = from; rank < to; rank++) {
      const node = contents.order[rank] ?? 0;
      const own = entryAt[rank - from] ?? 0;
      let farthest = own;
      for (let k = graph.outStart[node] ?? 0; k < (graph.outStart[node + 1] ?? 0); k++) {
        const target = graph.page.to[graph.outEdges[k] ?? 0] ?? 0;
        const other = target < graph.nodes ? (contents.rank[target] ?? NONE) : NONE;
        if (other >= from && other < to) farthest = Math.max(farthest, entryAt[other - from] ?? 0);
      }
      if (farthest === own) continue;
      changes[own + 1] = (changes[own + 1] ?? 0) + 1;
      changes[farthest + 1] = (changes[farthest + 1] ?? 0) - 1;
    }
    for (let i = 1; i < changes.length; i++) changes[i] = (changes[i] ?? 0) + (changes[i - 1] ?? 0);
    return changes;
  }
}

/** Accepts runs, best first, in what is not taken yet. */
function accept(entries: Entries, taken: Uint8Array, likeness: Likeness): Blocks[] {
  const accepted: Blocks[] = [];
  for (const run of repeatingRuns(entries.labels(likeness, taken))) {
    for (const part of untaken(run, taken)) {
      const { start, count } = bestPhase(entries, part);
      for (const blocks of equalBlocks(entries, start, part.period, count, likeness)) {
        if (!isWorthIt(entries, blocks)) continue;
        taken.fill(1, blocks.start, blocks.start + blocks.count * blocks.period);
        accepted.push(blocks);
      }
    }
  }
  return accepted;
}

function untaken({ start, length, period }: Run, taken: Uint8Array): readonly Run[] {
  const parts: Run[] = [];
  let from = start;
  for (let i = start; i <= start + length; i++) {
    if (i < start + length && taken[i] !== 1) continue;
    if (i - from >= 2 * period) parts.push({ start: from, length: i - from, period });
    from = i + 1;
  }
  return parts;
}

/** Where blocks begin so that most fit, and of those places the one where least is cut. */
function bestPhase(
  entries: Entries,
  { start, length, period }: Run,
): { readonly start: number; readonly count: number } {
  const count = Math.floor(length / period);
  let best = start;
  let least = Number.POSITIVE_INFINITY;
  for (let offset = 0; offset <= length - count * period; offset++) {
    let cut = 0;
    for (let i = 0; i <= count; i++) cut += entries.alive(start + offset + i * period);
    if (cut >= least) continue;
    least = cut;
    best = start + offset;
  }
  return { start: best, count };
}

/** Stretches of blocks that are equal in their connections too. */
function equalBlocks(entries: Entries, start: number, period: number, count: number, likeness: Likeness): Blocks[] {
  const parts: Blocks[] = [];
  let from = 0;
  for (let i = 1; i <= count; i++) {
    const before = start + (i - 1) * period;
    if (i < count && entries.same(before, before + period, period, likeness)) continue;
    if (i - from >= 2) parts.push({ start: start + from * period, period, count: i - from, likeness });
    from = i;
  }
  return parts;
}

/** Two small blocks, or pairs of nodes, are read faster than a fold. */
function isWorthIt(entries: Entries, { start, period, count }: Blocks): boolean {
  const nodes = entries.nodes(start, period);
  if (nodes >= 8) return count >= 2;
  return nodes >= 3 ? count >= 3 : nodes === 2 && count >= 8;
}
