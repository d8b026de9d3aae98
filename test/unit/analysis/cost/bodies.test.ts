import assert from 'node:assert/strict';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { longOf } from '../../../../src/formats/onnx/integers';
import { exactAmount, plainNumber } from '../../../../src/shared/amount';
import { amountAt, textAt } from '../../../../src/shared/nodeTable/cells';
import { HOLDS } from '../../../../src/shared/nodeTable/nodeTable';
import { byOperator, totalsBy, totalsOf } from '../../../../src/shared/nodeTable/totals';
import { type GraphBuilder, graphBuilder, modelProto } from '../../../fixtures/builders/onnxModel';
import { numberAt, rowOf, tableOf, tableOfBytes } from './costsOf';

/** A body of one product [1, 4] x [4, 4]: 16 MACs. */
function loopBody(): GraphBuilder {
  return graphBuilder('body')
    .input('step', 'int64', [])
    .input('going', 'bool', [])
    .input('before', 'float32', [1, 4])
    .node('Identity', ['going'], ['still'])
    .node('MatMul', ['before', 'w'], ['after'])
    .output('still', 'bool', [])
    .output('after', 'float32', [1, 4]);
}

function loopModel(count: number | null): GraphBuilder {
  const graph = graphBuilder().input('x', 'float32', [1, 4]).weight('w', 'float32', [4, 4], new Uint8Array(64));
  if (count === null) graph.input('count', 'int64', []);
  else graph.weight('count', 'int64', [], [count]);
  return graph
    .node('Loop', ['count', '', 'x'], ['y'], { body: loopBody() }, { name: 'loop' })
    .output('y', 'float32', [1, 4]);
}

function branch(columns: number): GraphBuilder {
  return graphBuilder(`columns${columns}`)
    .weight('w', 'float32', [4, columns], new Uint8Array(16 * columns))
    .node('MatMul', ['x', 'w'], ['wide'])
    .node('ReduceSum', ['wide'], ['out'])
    .output('out', 'float32', null);
}

describe('costs of nodes that run graphs', () => {
  it('are those of a loop body times its runs; totals count the body once', async () => {
    const table = await tableOf(loopModel(7));
    const loop = rowOf(table, 'Loop');
    assert.deepEqual([numberAt(table.macs, loop), numberAt(table.macs, rowOf(table, 'MatMul'))], [7 * 16, 16]);
    assert.equal(table.holds[loop], HOLDS.rows);
    assert.equal(plainNumber(totalsOf(table).macs), 7 * 16);
    // The loop alone stands for its body; the product alone runs seven times.
    assert.equal(plainNumber(totalsOf(table, [loop]).macs), 7 * 16);
    assert.equal(plainNumber(totalsOf(table, [rowOf(table, 'MatMul')]).macs), 7 * 16);
    assert.equal(plainNumber(totalsOf(table, [loop, rowOf(table, 'MatMul')]).macs), 7 * 16);
    const groups = totalsBy(table, byOperator(table));
    const found = groups.map(({ key, macs }) => `${key} ${exactAmount(macs)}`).sort();
    assert.deepEqual(found, ['Identity 0', 'Loop 0', 'MatMul 112']);
  });

  it('have the unknown runs of a loop as an open size that can be given', async () => {
    const table = await tableOf(loopModel(null));
    const open = table.openSizes.map(({ name }) => name);
    assert.deepEqual(open, ['runs of loop #0']);
    const total = totalsOf(table).macs;
    assert.deepEqual([total.length, total[0]?.factor], [1, 16]);
    const given = await tableOf(loopModel(null), {}, new Map([['runs of loop #0', 5]]));
    assert.equal(plainNumber(totalsOf(given).macs), 80);
    assert.deepEqual(given.openSizes, [{ name: 'runs of loop #0', size: 5 }]);
  });

  it('are those of the steps of a scan', async () => {
    const body = graphBuilder('body')
      .input('state', 'float32', [1, 4])
      .input('cut', 'float32', [1, 4])
      .node('Add', ['state', 'cut'], ['sum'])
      .node('MatMul', ['sum', 'w'], ['next'])
      .output('next', 'float32', [1, 4]);
    const graph = graphBuilder()
      .input('start', 'float32', [1, 4])
      .input('x', 'float32', ['T', 1, 4])
      .weight('w', 'float32', [4, 4], new Uint8Array(64))
      .node('Scan', ['start', 'x'], ['y'], { body, num_scan_inputs: 1n })
      .output('y', 'float32', [1, 4]);
    assert.equal(exactAmount(totalsOf(await tableOf(graph)).macs), '16*T');
  });

  it('are those of the dearer branch, or of the one that a constant condition picks', async () => {
    const graph = (condition: number | null): GraphBuilder => {
      const made = graphBuilder().input('x', 'float32', [1, 4]);
      if (condition === null) made.input('c', 'bool', []);
      else made.weight('c', 'bool', [], [condition]);
      return made
        .node('If', ['c'], ['y'], { then_branch: branch(2), else_branch: branch(10) })
        .output('y', 'float32', null);
    };
    for (const [condition, macs] of [
      [null, 40],
      [1, 8],
      [0, 40],
    ] as const) {
      const table = await tableOf(graph(condition));
      assert.equal(plainNumber(totalsOf(table).macs), macs);
      assert.equal(numberAt(table.macs, rowOf(table, 'If')), macs);
    }
  });

  it('add what the body needs to what is alive around it', async () => {
    const table = await tableOf(loopModel(7));
    // Around: x and y, 16 bytes each, w is a weight, the count a constant. In the body: step 8 (not used), condition and its
    // copy 1 each, before and after 16 each.
    const body = Math.max(1 + 16 + 1, 1 + 16 + 16);
    assert.equal(numberAt(table.liveBytes, rowOf(table, 'Loop')), 16 + 16 + body);
    assert.equal(plainNumber(table.peak.bytes), 16 + 16 + body);
  });

  it('are those of a function wherever it is called, whatever the sizes', async () => {
    const graph = graphBuilder()
      .input('a', 'float32', [2, 4])
      .input('b', 'float32', [3, 5])
      .weight('v', 'float32', [4, 4], new Uint8Array(64))
      .weight('w', 'float32', [5, 7], new Uint8Array(140))
      .node('Dense', ['a', 'v'], ['c'], {}, { domain: 'own' })
      .node('Dense', ['b', 'w'], ['d'], {}, { domain: 'own' })
      .node('Dense', ['a', 'v'], ['e'], {}, { domain: 'own' })
      .output('c', 'float32', null)
      .output('d', 'float32', null)
      .output('e', 'float32', null);
    const proto = modelProto(graph, { domains: { own: 1 } });
    proto.functions = [
      onnx.FunctionProto.create({
        name: 'Dense',
        domain: 'own',
        input: ['x', 'k'],
        output: ['y'],
        opsetImport: [{ version: longOf(17n) }],
        node: [
          { opType: 'MatMul', input: ['x', 'k'], output: ['p'] },
          { opType: 'Relu', input: ['p'], output: ['y'] },
        ],
      }),
    ];
    const table = await tableOfBytes(onnx.ModelProto.encode(proto).finish());
    assert.deepEqual(
      [0, 1, 2].map(row => numberAt(table.macs, row)),
      [2 * 4 * 4, 3 * 5 * 7, 2 * 4 * 4],
    );
    assert.deepEqual(
      [0, 1, 2].map(row => table.holds[row]),
      [HOLDS.calls, HOLDS.calls, HOLDS.calls],
    );
    assert.equal(plainNumber(totalsOf(table).macs), 2 * 32 + 105);
    assert.equal(totalsOf(table).unknownRows, 0);
    assert.equal(plainNumber(totalsOf(table).flops), 2 * (2 * 32 + 105) + 2 * 8 + 21);
  });

  it('follow the attributes that a call gives to a function, and its defaults', async () => {
    const graph = graphBuilder()
      .input('a', 'float32', [4, 2])
      .weight('w', 'float32', [4, 7], new Uint8Array(112))
      .node('Turned', ['a', 'w'], ['c'], { turn: 1n }, { domain: 'own' })
      .output('c', 'float32', null);
    const proto = modelProto(graph, { domains: { own: 1 } });
    proto.functions = [
      onnx.FunctionProto.create({
        name: 'Turned',
        domain: 'own',
        input: ['x', 'k'],
        output: ['y'],
        attribute: ['turn'],
        opsetImport: [{ version: longOf(17n) }],
        node: [
          {
            opType: 'Gemm',
            input: ['x', 'k'],
            output: ['y'],
            attribute: [{ name: 'transA', refAttrName: 'turn', type: onnx.AttributeProto.AttributeType.INT }],
          },
        ],
      }),
    ];
    const table = await tableOfBytes(onnx.ModelProto.encode(proto).finish());
    assert.equal(numberAt(table.macs, 0), 2 * 4 * 7);
    assert.match(textAt(table.unknown, rowOf(table, 'Gemm')), /attribute of the call/);
    assert.equal(totalsOf(table).unknownRows, 0);
  });

  it('are unknown for functions that call themselves and for graphs of unknown operators', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [4])
      .node('Again', ['x'], ['y'], {}, { domain: 'own' })
      .node('Mystery', ['y'], ['z'], { inner: branch(2) }, { domain: 'strange' })
      .output('z', 'float32', null);
    const proto = modelProto(graph, { domains: { own: 1, strange: 1 } });
    proto.functions = [
      onnx.FunctionProto.create({
        name: 'Again',
        domain: 'own',
        input: ['x'],
        output: ['y'],
        opsetImport: [{ version: longOf(17n) }, { domain: 'own', version: longOf(1n) }],
        node: [{ opType: 'Again', domain: 'own', input: ['x'], output: ['y'] }],
      }),
    ];
    const table = await tableOfBytes(onnx.ModelProto.encode(proto).finish());
    assert.equal(amountAt(table.flops, 0), null);
    assert.match(textAt(table.unknown, 0), /unknown cost/);
    assert.match(textAt(table.unknown, table.graph.length - 1), /calls itself/);
    assert.equal(amountAt(table.flops, 1), null);
    assert.match(textAt(table.unknown, 1), /how often Mystery runs/);
  });
});
