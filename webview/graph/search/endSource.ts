import type { FilterColumn, FilterSource, InternedTexts } from '../../filter/filterSource';
import type { NodePlace } from '../../state/selection';
import type { ArrangedGraph } from '../navigation/arrangedGraph';

interface End {
  readonly place: NodePlace;
  readonly name: string;
  readonly op: 'input' | 'output';
  readonly type: string;
}

/** What can be asked of an end; columns of nodes that it lacks match nothing. */
const COLUMNS: ReadonlyMap<string, (end: End) => string> = new Map([
  ['name', (end: End) => end.name],
  ['values', (end: End) => end.name],
  ['op', (end: End) => end.op],
  ['shapes', (end: End) => end.type],
  ['outputs', (end: End) => end.type],
  ['dtypes', (end: End) => end.type.replaceAll(/\[[^\]]*\]/g, '')],
  ['scope', () => ''],
  ['attributes', () => ''],
]);

/** Inputs and outputs of the graphs that are there, as a search sees them. */
export class EndSource implements FilterSource {
  readonly columns: readonly FilterColumn[] = Array.from(COLUMNS.keys(), id => ({ id, kind: 'text' }));
  readonly #ends: readonly End[];

  constructor(graph: ArrangedGraph) {
    const pages = new Set(graph.hierarchy.instances.map(({ page }) => page));
    this.#ends = [...pages].flatMap(({ id, names, inputs, outputs }) =>
      [...inputs, ...outputs].map(({ name, type }, i) => ({
        place: { graph: id, index: names.length + i },
        name,
        op: i < inputs.length ? 'input' : 'output',
        type,
      })),
    );
  }

  get rows(): Uint32Array {
    return Uint32Array.from(this.#ends, (_, row) => row);
  }

  placesOf(rows: Uint32Array): readonly NodePlace[] {
    return Array.from(rows, row => this.#ends[row]?.place).filter(place => place !== undefined);
  }

  texts({ id }: FilterColumn): InternedTexts {
    const print = COLUMNS.get(id) ?? (() => '');
    return { texts: this.#ends.map(end => print(end).toLowerCase()), index: this.rows };
  }

  keys(): Float64Array {
    return new Float64Array(this.#ends.length).fill(Number.NaN);
  }
}
