import assert from 'node:assert/strict';
import { plainNumber } from '../../../../src/shared/amount';
import { parametersAt, rowCount } from '../../../../src/shared/nodeTable/cells';
import { nodeColumns } from '../../../../src/shared/nodeTable/columns';
import { costFacts, costSummary } from '../../../../src/shared/nodeTable/costSummary';
import { csv } from '../../../../src/shared/nodeTable/csv';
import { rowsAsCsv, rowsAsJson } from '../../../../src/shared/nodeTable/export';
import { byOperator, byScope, totalsBy, totalsOf } from '../../../../src/shared/nodeTable/totals';
import type { WeightFigures, WeightReport } from '../../../../src/shared/reports/weightReport';
import { graphBuilder } from '../../../fixtures/builders/onnxModel';
import { tableOf } from '../../analysis/cost/costsOf';

/** Two layers that share a weight, in scopes of their own, and one of unknown cost. */
function shared() {
  return graphBuilder()
    .input('x', 'float32', ['N', 4])
    .weight('w', 'float32', [4, 4], new Uint8Array(64))
    .weight('b', 'float32', [4], new Uint8Array(16))
    .node('MatMul', ['x', 'w'], ['a'], {}, { name: 'net/one/product' })
    .node('Add', ['a', 'b'], ['c'], {}, { name: 'net/one/=sum' })
    .node('MatMul', ['c', 'w'], ['d'], {}, { name: 'net/two/product' })
    .node('Odd', ['d'], ['e'], {}, { name: 'net/two/odd', domain: 'strange' })
    .output('e', 'float32', ['N', 4]);
}

function figures(name: string, more: Partial<WeightFigures>): WeightFigures {
  return {
    graph: 'main',
    name,
    dtype: 'float32',
    shape: [4, 4],
    elements: 16,
    bytes: 64,
    zeros: 4,
    nearZeros: 8,
    nan: 1,
    infinite: 1,
    outliers: 2,
    dequantized: false,
    codes: null,
    structure: null,
    min: -1,
    max: 2,
    mean: 0.5,
    std: 0.25,
    histogram: null,
    percentiles: null,
    ...more,
  };
}

function report(weights: readonly WeightFigures[]): WeightReport {
  const model = { file: 'model.onnx', bytes: 1 };
  return { kind: 'weights', schema: 2, model, nearZero: 0.01, bins: 4, weights, skipped: [] };
}

describe('the node table', () => {
  it('adds up rows: shared weights once, unknown costs counted apart', async () => {
    const table = await tableOf(shared());
    const all = totalsOf(table);
    assert.deepEqual([all.rows, all.parameters, all.weightBytes, all.unknownRows], [4, 20, 80, 1]);
    assert.deepEqual(all.macs, [{ factor: 32, of: 'N' }]);
    assert.deepEqual(all.flops, [{ factor: 64 + 4, of: 'N' }]);
    const products = totalsOf(table, [0, 2]);
    assert.deepEqual([products.rows, products.parameters, products.weightBytes], [2, 16, 64]);
    assert.deepEqual(totalsOf(table, []).flops, []);
  });

  it('adds up by operator and by scope, to the same total', async () => {
    const table = await tableOf(shared());
    const operators = totalsBy(table, byOperator(table));
    assert.deepEqual(
      operators.map(({ key, rows, parameters }) => [key, rows, parameters]),
      [
        ['MatMul', 2, 16],
        ['Add', 1, 4],
        ['strange.Odd', 1, 0],
      ],
    );
    const scopes = totalsBy(table, byScope(table));
    assert.deepEqual(
      scopes.map(({ key, rows, unknownRows }) => [key, rows, unknownRows]),
      [
        ['net/one', 2, 0],
        ['net/two', 2, 1],
      ],
    );
    assert.deepEqual(
      totalsBy(table, byScope(table, 1)).map(({ key, rows }) => [key, rows]),
      [['net', 4]],
    );
    const sum = scopes.reduce((total, { flops }) => total + (flops[0]?.factor ?? 0), 0);
    assert.equal(sum, totalsOf(table).flops[0]?.factor);
  });

  it('shows, sorts and exports the same figures', async () => {
    const table = await tableOf(shared());
    const columns = new Map(nodeColumns(table).map(column => [column.id, column]));
    const cell = (id: string, row: number) => {
      const column = columns.get(id);
      return [column?.value(row), column?.print(row), column?.exact(row)];
    };
    assert.deepEqual(cell('macs', 0), [16, '16 × N', '16*N']);
    assert.deepEqual(cell('macs', 3), [null, '?', null]);
    assert.deepEqual(cell('weightBytes', 0), [64, '64 B', 64]);
    assert.deepEqual(cell('op', 3), ['strange.Odd', 'strange.Odd', 'strange.Odd']);
    assert.deepEqual(cell('unknown', 3).at(-1), 'the cost of strange.Odd is not known');
    // 2 * 16 FLOPs for 16 + 16 bytes of activations and 64 of weights, at N = 1.
    assert.deepEqual(cell('intensity', 0).at(-1), 32 / 96);
    assert.equal(parametersAt(table, 1), 4);
    const [first] = rowsAsJson([...columns.values()], [0]);
    assert.deepEqual(
      [first?.name, first?.graph, first?.scope, first?.flops],
      ['net/one/product', 'main', 'net/one', '32*N'],
    );
    const text = rowsAsCsv(
      nodeColumns(table).filter(({ id }) => ['name', 'macs', 'unknown'].includes(id)),
      [1, 3],
    );
    assert.equal(text, 'name,macs,unknown\r\nnet/one/=sum,0,\r\nnet/two/odd,,the cost of strange.Odd is not known\r\n');
  });

  it('joins figures of weights to the rows that own them', async () => {
    const table = await tableOf(shared());
    const weights = report([figures('w', {}), figures('b', { elements: 4, zeros: 1, min: -3, max: 0 })]);
    const columns = new Map(nodeColumns(table, weights).map(column => [column.id, column]));
    const exact = (id: string, row: number) => columns.get(id)?.exact(row);
    assert.deepEqual([exact('sparsity', 0), exact('sparsity', 1), exact('sparsity', 3)], [0.25, 0.25, null]);
    assert.deepEqual([exact('broken', 0), exact('min', 1), exact('max', 2), exact('std', 0)], [2, -3, 2, 0.25]);
    assert.equal(columns.get('sparsity')?.print(0), '25.0 %');
    assert.ok(nodeColumns(table).every(({ group }) => group !== 'weights'));
    // A weight that was not measured leaves the row unknown, not half known.
    const half = new Map(nodeColumns(table, report([figures('b', {})])).map(column => [column.id, column]));
    assert.deepEqual([half.get('sparsity')?.exact(0), half.get('sparsity')?.exact(1)], [null, 0.25]);
  });

  it('has columns with ids of their own, a title and a sentence', async () => {
    const columns = nodeColumns(await tableOf(shared()), report([]));
    assert.equal(new Set(columns.map(({ id }) => id)).size, columns.length);
    for (const { id, title, hint } of columns) {
      assert.ok(title.length > 0 && title.length <= 16, id);
      assert.match(hint, /^(\p{Lu}|\d).*\.$/u, id);
    }
  });

  it('is summed up in words that say what is missing', async () => {
    const facts = new Map(costFacts(costSummary(await tableOf(shared()))));
    assert.equal(facts.get('MACs'), '32 × N, without 1 node of unknown cost');
    assert.equal(facts.get('Open sizes'), 'N');
    assert.match(facts.get('Peak activations') ?? '', /^32 B × N at net\/one\/product/);
  });

  it('of a model without nodes is empty', async () => {
    const table = await tableOf(graphBuilder().input('x', 'float32', [3]).output('x', 'float32', [3]));
    assert.deepEqual([rowCount(table), table.peak.row, plainNumber(table.peak.bytes)], [0, null, 12]);
    assert.deepEqual(totalsBy(table, byOperator(table)), []);
    assert.deepEqual([totalsOf(table).rows, totalsOf(table).macs], [0, []]);
  });
});

describe('comma-separated values', () => {
  it('quote what needs it and defuse what a spreadsheet would run', () => {
    assert.equal(csv([['a,b', 'say "hi"', 3, -2.5, 'plain']]), '"a,b","say ""hi""",3,-2.5,plain\r\n');
    assert.equal(csv([['=1+1', '+x', '-x', '@x', ' =x']]), "'=1+1,'+x,'-x,'@x,' =x\r\n");
    assert.equal(csv([['two\nlines\t', ' padded ']]), 'two\\u000alines\\u0009," padded "\r\n');
    assert.equal(csv([]), '');
  });
});
