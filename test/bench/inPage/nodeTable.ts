import { finish } from '../../../src/model/steps';
import type { NodeTable } from '../../../src/shared/nodeTable/nodeTable';
import { packNodeTable, unpackNodeTable } from '../../../src/shared/packing/packedNodeTable';
import type { HostMethods } from '../../../src/shared/protocol/editor';
import { connect } from '../../../src/shared/protocol/rpc';
import { Arranger } from '../../../webview/graph/arrange/arranger';
import { startGraphWorker } from '../../../webview/graph/arrange/startGraphWorker';
import { themeGlyphs } from '../../../webview/graph/arrange/themeGlyphs';
import { HeatStore } from '../../../webview/heat/heatStore';
import { Arrangement } from '../../../webview/layers/arrange';
import { ColumnData } from '../../../webview/layers/columnData';
import { NodeTableView } from '../../../webview/layers/nodeTableView';
import { ModelData } from '../../../webview/state/modelData';
import type { PageContext } from '../../../webview/state/pageContext';
import { Selection } from '../../../webview/state/selection';
import { matchesFilter, sortRows } from '../../../webview/state/sorting';
import { parseViewState } from '../../../webview/state/viewState';
import { ViewStore } from '../../../webview/state/viewStore';
import { registerControls } from '../../../webview/ui/controls';
import { nodeTableOf, tableWeight } from '../../fixtures/builders/nodeTable';
import type { TableTimes } from '../tableTimes';

const ROWS = 50_000;
const OPERATORS = ['MatMul', 'Add', 'Softmax', 'LayerNormalization', 'Gelu', 'Mul', 'Transpose', 'Reshape'];
const FILTER = 'layer.7 matmul';

/** Draws, sorts and filters a table of 50,000 nodes in this page. */
export async function tableTimes(): Promise<TableTimes> {
  const table = largeTable();
  const packed = finish(packNodeTable(table));
  const [firstDraw, view] = timed(() => {
    const made = new NodeTableView(fakeContext(), unpackNodeTable(packed));
    const tab = document.createElement('div');
    tab.className = 'table-tab';
    tab.append(...made.parts);
    document.body.replaceChildren(tab);
    return made;
  });
  await idle();
  const [sortByName] = timed(() => clickHeader('name'));
  const [sortByMacs] = timed(() => clickHeader('macs'));
  const arrangement = new Arrangement(new ColumnData(table, null));
  const state = parseViewState(null).layers;
  arrangement.of({ ...state, filter: 'a' });
  const [filter, kept] = timed(() => arrangement.of({ ...state, filter: FILTER }));
  view.dispose();
  const objects = Array.from(table.names, (name, row) => ({
    name,
    op: table.op.texts[table.op.index[row] ?? 0] ?? '',
    text: `${table.inputs.texts[table.inputs.index[row] ?? 0]} ${table.scope.texts[table.scope.index[row] ?? 0]}`,
  }));
  const [plainSortByName] = timed(() => sortRows(objects, row => row.name, false));
  const [plainFilter, plain] = timed(() =>
    objects.filter(row => matchesFilter(`${row.name} ${row.op} ${row.text}`, FILTER)),
  );
  const found = [kept.rows.length, plain.length] as const;
  return { firstDraw, sortByName, sortByMacs, filter, plainSortByName, plainFilter, found };
}

/** A transformer of the usual names, so that texts are as long and as alike as in real files. */
function largeTable(): NodeTable {
  return nodeTableOf(
    Array.from({ length: ROWS }, (_, i) => {
      const scope = `encoder/layer.${Math.floor(i / 500)}/attention/self`;
      const op = OPERATORS[i % OPERATORS.length] ?? '';
      return {
        name: `/${scope}/${op}_${(i * 7919) % ROWS}`,
        op,
        scope,
        inputs: `float32[batch,seq,${(i % 64) * 16}]`,
        outputs: 'float32[batch,seq,768]',
        macs: [{ factor: ((i * 104_729) % ROWS) + 1, of: 'batch*seq' }],
        ...(i % 50 === 0 ? { weights: [tableWeight(`weight_${i}`, 768 * 768)] } : {}),
      };
    }),
  );
}

/** What a person who looks at the table gives the page before a click. */
function idle(): Promise<void> {
  return new Promise(resolve => requestIdleCallback(() => requestIdleCallback(() => resolve())));
}

function clickHeader(column: string): void {
  document.querySelector<HTMLElement>(`[data-testid="layers-table-sort-${column}"]`)?.click();
}

/** Until the page is laid out. */
function timed<T>(work: () => T): [number, T] {
  const start = performance.now();
  const result = work();
  document.body.getBoundingClientRect();
  return [performance.now() - start, result];
}

function fakeContext(): PageContext {
  const nobody = connect<HostMethods>({ post: () => undefined, onMessage: () => undefined }, {});
  const nothing = (): void => undefined;
  const data = new ModelData(nobody);
  const store = new ViewStore(parseViewState(null), nothing);
  return {
    data,
    store,
    heat: new HeatStore(data, store),
    arranger: new Arranger(data, themeGlyphs(), startGraphWorker),
    selection: new Selection(),
    run: nothing,
    extract: nothing,
    goToNode: nothing,
    searchGraph: nothing,
    openGraph: nothing,
    problem: nothing,
    showFindings: nothing,
    announce: nothing,
  };
}

registerControls();
Object.assign(window, { tableTimes });
