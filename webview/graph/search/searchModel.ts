import { filterRows } from '../../filter/filterRows';
import type { NodePlace } from '../../state/selection';
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
  const wanted = regex ? asPattern(query.trim()) : query.trim();
  if (wanted === '') return { places: [], problem: null };
  const { rows, problems } = filterRows(source, source.rows, wanted);
  // A filter whose every term is wrong leaves everything; a search then has found nothing.
  const isAll = rows.length === source.rows.length && problems.length > 0;
  const { table } = source;
  const places = Array.from(isAll ? [] : rows, row => ({
    graph: table.graphs[table.graph[row] ?? 0]?.id ?? '',
    index: table.node[row] ?? 0,
  }));
  return { places, problem: problems[0] ?? null };
}

/** `op:^Conv$` as the filter writes it: `op:/^Conv$/`. */
function asPattern(query: string): string {
  const [, field = '', source = ''] = /^([a-z]+:)?(.*)$/is.exec(query) ?? [];
  return source === '' ? '' : `${field}/${source.replaceAll(/\\.|\//gs, found => (found === '/' ? '\\/' : found))}/`;
}
