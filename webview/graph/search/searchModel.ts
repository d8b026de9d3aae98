import { filterRows } from '../../filter/filterRows';
import type { FilterSource } from '../../filter/filterSource';
import type { NodePlace } from '../../state/selection';
import type { EndSource } from './endSource';
import type { SearchSource } from './searchSource';

export interface ModelSearch {
  /** Nodes of all graphs in the order of the node table. */
  readonly places: readonly NodePlace[];
  /** Why parts of the query were left out, or not everything was looked at. */
  readonly problem: string | null;
}

/**
 * Finds nodes in all graphs of a model, in those in folded groups and in bodies too: by words in names, operators, scopes, attributes,
 * types, values and names of weights, and by the fields that the filter of the layers table understands, `shape:` and `value:` besides.
 * @param regex whether the query, or what follows its field, is one regular expression
 */
export function searchModel(source: SearchSource, query: string, regex: boolean): ModelSearch {
  const { rows, problem } = find(source, query, regex);
  const { table } = source;
  const places = Array.from(rows, row => ({
    graph: table.graphs[table.graph[row] ?? 0]?.id ?? '',
    index: table.node[row] ?? 0,
  }));
  return { places, problem };
}

/** Finds inputs and outputs of the graphs that are there by the same words. */
export function searchEnds(source: EndSource, query: string, regex: boolean): readonly NodePlace[] {
  return source.placesOf(find(source, query, regex).rows);
}

function find(
  source: FilterSource & { readonly rows: Uint32Array },
  query: string,
  regex: boolean,
): { readonly rows: Uint32Array; readonly problem: string | null } {
  const wanted = regex ? asPattern(query.trim()) : query.trim();
  if (wanted === '') return { rows: new Uint32Array(), problem: null };
  const { rows, problems } = filterRows(source, source.rows, wanted);
  // A filter whose every term is wrong leaves everything; a search then has found nothing.
  const isAll = rows.length === source.rows.length && problems.length > 0;
  return { rows: isAll ? new Uint32Array() : rows, problem: problems[0] ?? null };
}

/** `op:^Conv$` as the filter writes it: `op:/^Conv$/`. */
function asPattern(query: string): string {
  const [, field = '', source = ''] = /^([a-z]+:)?(.*)$/is.exec(query) ?? [];
  return source === '' ? '' : `${field}/${source.replaceAll(/\\.|\//gs, found => (found === '/' ? '\\/' : found))}/`;
}
