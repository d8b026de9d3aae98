import { ITEM, NONE } from './hierarchy';
import { type Likeness, type Structure, unnumbered } from './sameStructure';

/** Parts with fewer nodes are stacked from three on. */
const TINY = 4;

/**
 * Puts scopes whose names only count (`layer.0 … layer.31`), that follow each other and are equal in structure, under one stack.
 * Where only the sizes of weights differ the title says so.
 */
export function stackScopes(structure: Structure): void {
  const { groups, contents } = structure;
  const scopes = groups.kind.length;
  for (let container = 0; container <= scopes; container++) {
    const siblings = (contents.entries[container] ?? []).filter(entry => entry < 0).map(entry => -1 - entry);
    if (siblings.length < 2) continue;
    const around = container === scopes ? NONE : container;
    const loose = new Set(siblings);
    for (const likeness of ['exact', 'exceptSizes'] as const) {
      for (const run of runsOf(structure, siblings, loose, likeness)) {
        for (const group of run) loose.delete(group);
        const title = stackTitle(structure, run, siblings, around, likeness);
        const stack = groups.add(ITEM.stack, title, around, run.length);
        for (const group of run) groups.parent[group] = stack;
      }
    }
  }
}

function runsOf(
  structure: Structure,
  siblings: readonly number[],
  loose: ReadonlySet<number>,
  likeness: Likeness,
): readonly (readonly number[])[] {
  const runs: number[][] = [];
  let run: number[] = [];
  for (const group of siblings) {
    const before = run.at(-1);
    const goesOn = loose.has(group) && before !== undefined && isNext(structure, before, group, likeness);
    if (!goesOn) {
      runs.push(run);
      run = loose.has(group) ? [group] : [];
    } else run.push(group);
  }
  runs.push(run);
  const { first, end } = structure.contents;
  return runs.filter(found => {
    const size = (end[found[0] ?? 0] ?? 0) - (first[found[0] ?? 0] ?? 0);
    return found.length >= (size < TINY ? 3 : 2);
  });
}

function isNext(structure: Structure, before: number, group: number, likeness: Likeness): boolean {
  const name = structure.groups.title[before] ?? '';
  const other = structure.groups.title[group] ?? '';
  return unnumbered(name) === unnumbered(other) && structure.sameGroups(before, group, likeness);
}

/** `layer ×32`; where others of the name are not in the stack it says which are: `layer ×12 (0–11)`. */
function stackTitle(
  { groups }: Structure,
  run: readonly number[],
  siblings: readonly number[],
  around: number,
  likeness: Likeness,
): string {
  const names = run.map(group => groups.title[group] ?? '');
  const [name = '', last = ''] = [names[0], names.at(-1)];
  const others = siblings.filter(group => unnumbered(groups.title[group] ?? '') === unnumbered(name)).length;
  const place = countingPlace(name, last);
  const base =
    baseName(name, place) || (around === NONE ? '' : (groups.title[around] ?? '').split('/').at(-1)) || 'part';
  const which = others > run.length ? ` (${numbersOf(name)[place]}–${numbersOf(last)[place]})` : '';
  return `${base} ×${run.length}${which}${likeness === 'exact' ? '' : ', sizes differ'}`;
}

/** Which of the numbers in a name counts the parts. */
function countingPlace(name: string, last: string): number {
  const numbers = numbersOf(name);
  const found = numbers.findIndex((number, i) => number !== numbersOf(last)[i]);
  return found < 0 ? numbers.length - 1 : found;
}

function numbersOf(name: string): readonly string[] {
  return name.match(/\d+/g) ?? [];
}

/** The name without the number that counts: `layer.3` is `layer`, `block_3_expand` is `block_*_expand`. */
function baseName(name: string, place: number): string {
  let at = 0;
  return name
    .replace(/\d+/g, number => (at++ === place ? '*' : number))
    .replace(/[._\-\s]*\*$/, '')
    .replace(/^\*[._\-\s]*/, '');
}
