import type { GraphPage } from '../../src/shared/protocol/editor';
import { SearchPattern } from '../filter/searchPattern';

export interface SearchResult {
  /** Vertices in ascending order. */
  readonly matches: readonly number[];
  /** Why the query could not be used. */
  readonly error: string | null;
}

const FIELDS = ['op', 'name', 'value'] as const;
type Field = (typeof FIELDS)[number];

const NOTHING: SearchResult = { matches: [], error: null };

/**
 * Finds vertices of a graph by operator, name or the values they read and write, ignoring case. `op:`, `name:` or `value:` in front
 * limits the search to one of them; `op:` alone then compares whole operators.
 */
export function searchGraph(page: GraphPage, query: string, regex: boolean): SearchResult {
  const { field, term } = splitQuery(query.trim());
  if (term === '') return NOTHING;
  const pattern = regex ? readPattern(term) : null;
  if (typeof pattern === 'string') return { matches: [], error: pattern };
  const matcher = pattern === null ? textMatcher(term, field === 'op') : (text: string) => pattern.test(text);
  const found = new Uint8Array(page.names.length + page.inputs.length + page.outputs.length);
  const matchingOps = field === 'name' || field === 'value' ? [] : page.ops.map(matcher);
  for (let v = 0; v < found.length; v++) {
    const byOp = matchingOps[opOf(page, v)] === true;
    const byName = field !== 'op' && field !== 'value' && matcher(nameOf(page, v));
    if (byOp || byName) found[v] = 1;
  }
  if (field === null || field === 'value') markValues(page, matcher, found);
  const matches: number[] = [];
  for (let v = 0; v < found.length; v++) if (found[v] === 1) matches.push(v);
  return { matches, error: pattern?.problem ?? null };
}

/** -1 for ends. */
function opOf({ names, op }: GraphPage, vertex: number): number {
  return vertex < names.length ? (op[vertex] ?? -1) : -1;
}

function nameOf({ names, inputs, outputs }: GraphPage, vertex: number): string {
  if (vertex < names.length) return names[vertex] ?? '';
  const end = vertex - names.length;
  return (end < inputs.length ? inputs[end] : outputs[end - inputs.length])?.name ?? '';
}

function splitQuery(query: string): { field: Field | null; term: string } {
  for (const field of FIELDS) {
    if (query.startsWith(`${field}:`)) return { field, term: query.slice(field.length + 1).trim() };
  }
  return { field: null, term: query };
}

/** A text tells why there is no pattern. */
function readPattern(term: string): SearchPattern | string {
  try {
    return new SearchPattern(term);
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

function textMatcher(term: string, whole: boolean): (text: string) => boolean {
  const lower = term.toLowerCase();
  return whole ? text => text.toLowerCase() === lower : text => text.toLowerCase().includes(lower);
}

/** A value stands for the vertices at both of its ends. */
function markValues(page: GraphPage, matcher: (text: string) => boolean, found: Uint8Array): void {
  const hits = page.values.map(matcher);
  for (let e = 0; e < page.value.length; e++) {
    if (hits[page.value[e] ?? 0] !== true) continue;
    found[page.from[e] ?? 0] = 1;
    found[page.to[e] ?? 0] = 1;
  }
}
