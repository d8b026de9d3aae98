import { type FieldKind, type FilterTerm, parseFilter } from './filterQuery';
import type { FilterColumn, FilterSource } from './filterSource';
import { hasShape } from './shapeText';

export interface Filtered {
  /** In ascending order. */
  readonly rows: Uint32Array;
  /** Why parts of the filter were left out. */
  readonly problems: readonly string[];
}

/** Where a word without a field is looked for. */
const SEARCHED = new Set(['name', 'op', 'scope', 'attributes', 'inputs', 'outputs', 'dtypes', 'weightNames', 'values']);

/** Fields that do not simply contain a text. Both texts are in lower case. */
const MATCHERS: ReadonlyMap<string, (text: string, wanted: string) => boolean> = new Map([
  // Whole operators, as in the search of the graph: `op:conv` is not ConvTranspose.
  ['op', (text: string, wanted: string) => text === wanted || text.endsWith(`.${wanted}`)],
  ['dtypes', (text: string, wanted: string) => text.split(/[,\s]+/).includes(wanted)],
  ['shapes', hasShape],
  // Lists are typed without the spaces they are printed with: `attr:perm=[0,2,1,3]`.
  ['attributes', (text: string, wanted: string) => withoutGaps(text).includes(withoutGaps(wanted))],
  // Whole parts of a path, anywhere in it: `layer.3` is not `layer.30`.
  ['scope', (text: string, wanted: string) => `/${text}/`.includes(`/${wanted.replace(/^\/+|\/+$/g, '')}/`)],
]);

/** The rows that the filter leaves. */
export function filterRows<C extends FilterColumn>(data: FilterSource<C>, rows: Uint32Array, text: string): Filtered {
  const byField = new Map(data.columns.map(column => [column.id.toLowerCase(), column]));
  const kindOf = (id: string): FieldKind | undefined => {
    const kind = byField.get(id)?.kind;
    return kind === 'amount' ? 'number' : kind;
  };
  const { terms, problems } = parseFilter(text, kindOf);
  let kept = rows;
  for (const term of terms) {
    const test = tester(data, byField, term);
    kept = kept.filter(row => test(row) !== term.negated);
  }
  const slow = terms.flatMap(term => (term.kind === 'pattern' ? (term.pattern.problem ?? []) : []));
  return { rows: kept, problems: [...problems, ...slow] };
}

type RowTest = (row: number) => boolean;

function tester<C extends FilterColumn>(
  data: FilterSource<C>,
  byField: ReadonlyMap<string, C>,
  term: FilterTerm,
): RowTest {
  if (term.kind === 'word') return anywhere(data, text => text.includes(term.word));
  const column = term.field === null ? undefined : byField.get(term.field);
  if (term.kind === 'pattern') {
    const matches = (text: string): boolean => term.pattern.test(text);
    return column === undefined ? anywhere(data, matches) : inColumn(data, column, matches);
  }
  if (column === undefined) return () => false;
  if (term.kind === 'text') {
    const matcher = MATCHERS.get(column.id) ?? ((text, wanted) => text.includes(wanted));
    return inColumn(data, column, text => matcher(text, term.text));
  }
  const keys = data.keys(column);
  if (term.kind === 'unknown') return row => Number.isNaN(keys[row]);
  const { value } = term;
  switch (term.comparison) {
    case '>':
      return row => (keys[row] ?? 0) > value;
    case '>=':
      return row => (keys[row] ?? 0) >= value;
    case '<':
      return row => (keys[row] ?? 0) < value;
    case '<=':
      return row => (keys[row] ?? 0) <= value;
    default:
      return row => keys[row] === value;
  }
}

/** Asks each different text once, however many rows have it. */
function inColumn<C extends FilterColumn>(
  data: FilterSource<C>,
  column: C,
  matches: (text: string) => boolean,
): RowTest {
  const { texts, index } = data.texts(column);
  const hits = texts.map(matches);
  return row => hits[index[row] ?? 0] === true;
}

function anywhere<C extends FilterColumn>(data: FilterSource<C>, matches: (text: string) => boolean): RowTest {
  const tests = data.columns.filter(({ id }) => SEARCHED.has(id)).map(column => inColumn(data, column, matches));
  return row => tests.some(test => test(row));
}

function withoutGaps(list: string): string {
  return list.replaceAll(/,\s+/g, ',');
}
