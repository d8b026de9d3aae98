import assert from 'node:assert/strict';
import type { WeightReport } from '../../../../src/shared/reports/weightReport';
import { Arrangement } from '../../../../webview/layers/arrange';
import { ColumnData } from '../../../../webview/layers/columnData';
import { exportLines } from '../../../../webview/layers/exportLines';
import { nextSort } from '../../../../webview/state/sorting';
import type { LayersState } from '../../../../webview/state/viewState';
import { nodeTableOf, tableWeight } from '../../../fixtures/builders/nodeTable';

const shared = tableWeight('tied.weight', 100);
const table = nodeTableOf([
  {
    name: 'layer10',
    op: 'Conv',
    scope: 'encoder/layer.3',
    dtypes: 'float32',
    macs: 5e6,
    live: 10,
    weights: [tableWeight('w10', 300)],
  },
  { name: 'Layer2', op: 'MatMul', scope: 'encoder/layer.30', dtypes: 'int8', macs: [{ factor: 7e6, of: 'seq' }] },
  { name: 'tie a', op: 'Gemm', scope: 'head', dtypes: 'uint8', macs: 1e3, weights: [shared] },
  { name: 'tie b', op: 'com.microsoft.Gemm', scope: 'head', macs: 1e3, weights: [shared] },
  { name: 'odd', op: 'ConvTranspose', scope: '', macs: null },
]);
const data = new ColumnData(table, null);
const plain = {
  filter: '',
  sort: { column: 'order', descending: false },
  view: 'nodes',
  layersOnly: false,
  open: [],
} as const satisfies Partial<LayersState>;

function shown(choice: Partial<LayersState>, from = data): string[] {
  const { lines, groups } = new Arrangement(from).of({ ...plain, ...choice });
  return Array.from(lines, line => {
    const group = groups?.groupOf(line) ?? null;
    const indent = groups === null ? '' : '  '.repeat(groups.levelOf(line) - 1);
    return group === null ? `${indent}${table.names[line]}` : `${indent}[${group.title}]`;
  });
}

describe('the table of nodes', () => {
  it('sorts figures by value, names by the numbers in them, unknown last both ways', () => {
    const by = (column: string, descending: boolean): string[] => shown({ sort: { column, descending } });
    assert.deepEqual(by('macs', true), ['Layer2', 'layer10', 'tie a', 'tie b', 'odd']);
    assert.deepEqual(by('macs', false), ['tie a', 'tie b', 'layer10', 'Layer2', 'odd']);
    assert.deepEqual(by('name', false), ['Layer2', 'layer10', 'odd', 'tie a', 'tie b']);
    assert.deepEqual(by('dtypes', true), ['tie a', 'Layer2', 'layer10', 'tie b', 'odd']);
    assert.deepEqual(by('order', true), ['odd', 'tie b', 'tie a', 'Layer2', 'layer10']);
    assert.deepEqual(by('no such column', false), shown({}));
  });

  it('filters by words in every text and in names of weights', () => {
    assert.deepEqual(shown({ filter: 'w10' }), ['layer10']);
    assert.deepEqual(shown({ filter: 'ENCODER layer2' }), ['Layer2']);
    assert.deepEqual(shown({ filter: '!encoder' }), ['tie a', 'tie b', 'odd']);
    assert.deepEqual(shown({ filter: '"tie a"' }), ['tie a']);
  });

  it('filters by fields', () => {
    assert.deepEqual(shown({ filter: 'op:conv' }), ['layer10']);
    assert.deepEqual(shown({ filter: 'op:Gemm' }), ['tie a', 'tie b']);
    assert.deepEqual(shown({ filter: 'dtype:int8' }), ['Layer2']);
    assert.deepEqual(shown({ filter: 'scope:encoder/layer.3' }), ['layer10']);
    assert.deepEqual(shown({ filter: 'name:/^tie [ab]$/' }), ['tie a', 'tie b']);
    assert.deepEqual(shown({ filter: '/transpose$/' }), ['odd']);
    assert.deepEqual(shown({ filter: 'MACs>1e6' }), ['layer10', 'Layer2']);
    assert.deepEqual(shown({ filter: 'macs<=5M macs>1k' }), ['layer10']);
    assert.deepEqual(shown({ filter: 'params:100' }), ['tie a', 'tie b']);
    assert.deepEqual(shown({ filter: 'bytes>=1.2kB' }), ['layer10']);
    assert.deepEqual(shown({ filter: 'macs:?' }), ['odd']);
    assert.deepEqual(shown({ filter: '!macs:?' }).length, 4);
  });

  it('says what it does not understand and takes the rest', () => {
    const problems = (filter: string): readonly string[] => new Arrangement(data).of({ ...plain, filter }).problems;
    assert.deepEqual(problems('macs>many op:Conv'), ['"many" is not a number.']);
    assert.deepEqual(shown({ filter: 'macs>many op:Conv' }), ['layer10']);
    assert.equal(problems('/(/').length, 1);
    assert.equal(problems('op>3').length, 1);
    assert.deepEqual(problems('model/x:0'), []);
    assert.deepEqual(shown({ filter: 'model/x:0' }), []);
  });

  it('shows layers only when asked to, and counts shared weights once', () => {
    assert.deepEqual(shown({ layersOnly: true }), ['layer10', 'tie a', 'tie b']);
    const { totals } = new Arrangement(data).of({ ...plain, layersOnly: true });
    assert.deepEqual([totals.parameters, totals.weightBytes], [400, 1600]);
    assert.equal(new Arrangement(data).of(plain).totals.unknownRows, 1);
  });

  it('groups by operator, dearest first, and opens groups in place', () => {
    const names = shown({ view: 'operator', open: ['Conv'] });
    assert.deepEqual(names, ['[MatMul]', '[Conv]', '  layer10', '[Gemm]', '[com.microsoft.Gemm]', '[ConvTranspose]']);
  });

  it('makes a tree of scopes whose parts sort by their totals', () => {
    assert.deepEqual(shown({ view: 'scope', open: ['encoder', 'encoder/layer.3', 'head'] }), [
      '[encoder]',
      '  [layer.3]',
      '    layer10',
      '  [layer.30]',
      '[head]',
      '  tie a',
      '  tie b',
      '[]',
    ]);
    const byBytes = { column: 'weightBytes', descending: false } as const;
    assert.deepEqual(shown({ view: 'scope', sort: byBytes }), ['[]', '[head]', '[encoder]']);
    const byName = { column: 'name', descending: true } as const;
    assert.deepEqual(shown({ view: 'scope', sort: byName }), ['[head]', '[encoder]', '[]']);
  });

  it('survives scopes of any depth', () => {
    const deep = nodeTableOf([{ name: 'n', scope: 'a/'.repeat(5000) }]);
    const { lines } = new Arrangement(new ColumnData(deep, null)).of({ ...plain, view: 'scope' });
    assert.equal(lines.length, 1);
  });

  it('joins measured weights', () => {
    const figures = { graph: 'main', elements: 300, zeros: 180, nearZeros: 200, structure: null, percentiles: null };
    const report = { weights: [{ ...figures, name: 'w10', min: -2, max: 1 }] } as unknown as WeightReport;
    const measured = new ColumnData(table, report);
    assert.deepEqual(shown({ filter: 'sparsity>50%' }, measured), ['layer10']);
    assert.deepEqual(shown({ filter: 'sparsity>50%' }), [], 'there is no such column yet');
    assert.deepEqual(shown({ sort: { column: 'min', descending: false } }, measured)[0], 'layer10');
  });

  it('starts a column with the largest figure or with A, and turns it around on the second click', () => {
    const text = new Set(['name']);
    const order = { column: 'order', descending: false };
    assert.deepEqual(nextSort(order, 'macs', text), { column: 'macs', descending: true });
    assert.deepEqual(nextSort(order, 'name', text), { column: 'name', descending: false });
    assert.deepEqual(nextSort({ column: 'macs', descending: true }, 'macs', text), {
      column: 'macs',
      descending: false,
    });
  });
});

describe('the table of nodes as a file', () => {
  const columns = data.columns.filter(({ id }) => ['name', 'macs', 'parameters'].includes(id));
  const arranged = (choice: Partial<LayersState>) => new Arrangement(data).of({ ...plain, ...choice });

  it('has the columns and rows that are shown, with exact figures', () => {
    const text = exportLines('csv', columns, arranged({ sort: { column: 'macs', descending: true }, filter: '!tie' }));
    assert.equal(text, 'name,parameters,macs\r\nLayer2,0,7000000*seq\r\nlayer10,300,5000000\r\nodd,0,\r\n');
    assert.deepEqual(JSON.parse(exportLines('json', columns, arranged({ filter: 'odd' }))), [
      { name: 'odd', parameters: 0, macs: null },
    ]);
  });

  it('has groups with their totals while groups are shown', () => {
    const text = exportLines('csv', columns, arranged({ view: 'scope', filter: '!odd' }));
    assert.deepEqual(text.split('\r\n').slice(0, 3), [
      'group,nodes,parameters,weightBytes,macs,flops,unknownRows',
      'encoder,2,300,1200,5000000 + 7000000*seq,10000000 + 14000000*seq,0',
      'head,2,100,400,2000,4000,0',
    ]);
  });
});
