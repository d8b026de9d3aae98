import { SearchPattern } from './searchPattern';

/** `has`: a text contains it, however the field compares; the others compare numbers. */
export type Comparison = 'has' | '>' | '>=' | '<' | '<=' | '=';

export type FilterTerm =
  /** A word anywhere in a row. */
  | { readonly kind: 'word'; readonly word: string; readonly negated: boolean }
  | {
      readonly kind: 'pattern';
      readonly field: string | null;
      readonly pattern: SearchPattern;
      readonly negated: boolean;
    }
  | { readonly kind: 'text'; readonly field: string; readonly text: string; readonly negated: boolean }
  | {
      readonly kind: 'number';
      readonly field: string;
      readonly comparison: Comparison;
      readonly value: number;
      readonly negated: boolean;
    }
  | { readonly kind: 'unknown'; readonly field: string; readonly negated: boolean };

export interface FilterQuery {
  /** All of them must hold. */
  readonly terms: readonly FilterTerm[];
  /** What is wrong with terms that were left out. */
  readonly problems: readonly string[];
}

/** What a filter may ask of a column. */
export type FieldKind = 'text' | 'number';

/** Words people type for columns, besides their identifiers. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['operator', 'op'],
  ['attribute', 'attributes'],
  ['attr', 'attributes'],
  ['input', 'inputs'],
  ['in', 'inputs'],
  ['output', 'outputs'],
  ['out', 'outputs'],
  ['dtype', 'dtypes'],
  ['shape', 'shapes'],
  ['value', 'values'],
  ['tensor', 'values'],
  ['weight', 'weightnames'],
  ['params', 'parameters'],
  ['bytes', 'weightbytes'],
  ['read', 'inputbytes'],
  ['written', 'outputbytes'],
  ['live', 'livebytes'],
  ['runs', 'times'],
  ['zeros', 'sparsity'],
  ['nearzero', 'nearzeros'],
]);

/** A term: an optional `!`, an optional field with a comparison, then a pattern, a quoted text or a word. */
const TERM = /(!?)(?:([A-Za-z][\w.]*)(>=|<=|[:=<>]))?(?:\/((?:[^/\\]|\\.)+)\/(?=\s|$)|"([^"]*)"|(\S+))/g;

const AMOUNT = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(%|[kmgt]?b?)$/i;
const FACTORS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['k', 1e3],
  ['m', 1e6],
  ['g', 1e9],
  ['t', 1e12],
]);

/**
 * Reads what a person typed: words that must all occur, `op:Conv`, `scope:encoder/layer.3`, `macs>1e6`, `sparsity>50%`,
 * `bytes>=1MB`, `macs:?` for unknown ones, `/pattern/`, `name:/pattern/`, `"two words"`, and `!` in front of each of them.
 * @param fieldKind what a column with that identifier (in lower case) holds, `undefined` when there is none
 */
export function parseFilter(text: string, fieldKind: (id: string) => FieldKind | undefined): FilterQuery {
  const terms: FilterTerm[] = [];
  const problems: string[] = [];
  for (const [whole, not, name, sign, pattern, quoted, bare] of text.matchAll(TERM)) {
    const lower = name?.toLowerCase();
    const field = lower === undefined ? null : (ALIASES.get(lower) ?? lower);
    const kind = field === null ? undefined : fieldKind(field);
    const made = term({
      whole: not === '' ? whole : whole.slice(1),
      negated: not !== '',
      field: kind === undefined ? null : field,
      kind,
      sign: sign ?? '',
      pattern,
      value: quoted ?? bare ?? '',
      quoted: quoted !== undefined,
      named: name !== undefined,
    });
    if (typeof made === 'string') problems.push(made);
    else terms.push(made);
  }
  return { terms, problems };
}

interface Parts {
  readonly whole: string;
  readonly negated: boolean;
  readonly field: string | null;
  readonly kind: FieldKind | undefined;
  readonly sign: string;
  readonly pattern: string | undefined;
  readonly value: string;
  readonly quoted: boolean;
  readonly named: boolean;
}

function term(parts: Parts): FilterTerm | string {
  const { negated, field, kind, sign, pattern, value } = parts;
  // `model/x:0` is no field but part of a name.
  if (field === null && parts.named) return { kind: 'word', word: parts.whole.toLowerCase(), negated };
  if (pattern !== undefined) return patternTerm(pattern, field, negated);
  if (field === null) return { kind: 'word', word: value.toLowerCase(), negated };
  if (value === '?' && !parts.quoted) return { kind: 'unknown', field, negated };
  if (kind === 'text') {
    if (sign !== ':' && sign !== '=') return `${field} is a text: use ${field}:${value}.`;
    return { kind: 'text', field, text: value.toLowerCase(), negated };
  }
  const number = parseAmount(value);
  if (number === null) return `"${value}" is not a number.`;
  const comparison = sign === ':' ? '=' : (sign as Comparison);
  return { kind: 'number', field, comparison, value: number, negated };
}

function patternTerm(source: string, field: string | null, negated: boolean): FilterTerm | string {
  try {
    return { kind: 'pattern', field, pattern: new SearchPattern(source), negated };
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** `1e6`, `1.5M`, `10MB`, `50%` as a number; `null` for what is none. */
export function parseAmount(text: string): number | null {
  const [, digits, suffix = ''] = AMOUNT.exec(text) ?? [];
  if (digits === undefined) return null;
  if (suffix === '%') return Number(digits) / 100;
  return Number(digits) * (FACTORS.get(suffix.toLowerCase().replace(/b$/, '')) ?? 1);
}
