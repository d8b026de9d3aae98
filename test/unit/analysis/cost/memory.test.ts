import assert from 'node:assert/strict';
import { plainNumber } from '../../../../src/shared/amount';
import { amountAt, textAt, titleAt } from '../../../../src/shared/nodeTable/cells';
import { type GraphBuilder, graphBuilder } from '../../../fixtures/builders/onnxModel';
import { seededRandom } from '../../../fixtures/seededRandom';
import { numberAt, rowOf, tableOf } from './costsOf';

const random = seededRandom(77);

interface MadeNode {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

interface Made {
  readonly graph: GraphBuilder;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly MadeNode[];
  readonly bytes: ReadonlyMap<string, number>;
}

/** A random graph of concatenations, so that each value has a size of its own. */
function randomGraph(count: number): Made {
  const graph = graphBuilder().weight('w', 'float32', [3], [1, 2, 3]);
  const lengths = new Map([['w', 3]]);
  const inputs: string[] = [];
  for (let i = 0; i < 1 + random() * 3; i++) {
    const name = `in${i}`;
    lengths.set(name, 1 + Math.floor(random() * 9));
    graph.input(name, 'float32', [lengths.get(name) ?? 1]);
    inputs.push(name);
  }
  const nodes: MadeNode[] = [];
  for (let i = 0; i < count; i++) {
    const known = [...lengths.keys()];
    const taken = Array.from(
      { length: 1 + Math.floor(random() * 3) },
      () => known[Math.floor(random() * known.length)] ?? 'w',
    );
    // Something that is no constant, so that the value is an activation.
    taken.push(inputs[Math.floor(random() * inputs.length)] ?? 'in0');
    const output = `v${i}`;
    graph.node('Concat', taken, [output], { axis: 0n }, { name: output });
    lengths.set(
      output,
      taken.reduce((sum, name) => sum + (lengths.get(name) ?? 0), 0),
    );
    nodes.push({ inputs: taken, outputs: [output] });
  }
  const outputs = [...lengths.keys()].filter(name => name.startsWith('v') && random() < 0.2);
  for (const name of outputs) graph.output(name, 'float32', null);
  lengths.delete('w');
  return { graph, inputs, outputs, nodes, bytes: new Map(Array.from(lengths, ([name, length]) => [name, 4 * length])) };
}

/** Bytes alive at each node, by looking at every value anew. */
function simulated({ inputs, outputs, nodes, bytes }: Made): readonly number[] {
  return nodes.map((_, now) => {
    let sum = 0;
    for (const [name, size] of bytes) {
      const born = inputs.includes(name) ? 0 : nodes.findIndex(node => node.outputs.includes(name));
      const last = nodes.findLastIndex(node => node.inputs.includes(name));
      const isUsed = last >= 0 || outputs.includes(name) || !inputs.includes(name);
      const dies = outputs.includes(name) ? Number.POSITIVE_INFINITY : Math.max(last, born);
      if (isUsed && born <= now && now <= dies) sum += size;
    }
    return sum;
  });
}

describe('bytes of activations', () => {
  it('alive at each node, and their peak, are those of a simulation', async () => {
    for (let run = 0; run < 40; run++) {
      const made = randomGraph(1 + Math.floor(random() * 30));
      const table = await tableOf(made.graph);
      const expected = simulated(made);
      assert.deepEqual(
        expected.map((_, row) => numberAt(table.liveBytes, row)),
        expected,
      );
      assert.equal(plainNumber(table.peak.bytes), Math.max(...expected));
      assert.equal(table.peak.row, expected.indexOf(Math.max(...expected)));
      for (const [row, node] of made.nodes.entries()) {
        const read = [...new Set(node.inputs)].reduce((sum, name) => sum + (made.bytes.get(name) ?? 0), 0);
        assert.equal(numberAt(table.inputBytes, row), read);
        assert.equal(numberAt(table.outputBytes, row), made.bytes.get(node.outputs[0] ?? ''));
      }
    }
  });

  it('leave out weights and what is computed from constants alone', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [1, 8])
      .weight('w', 'int8', [8, 16], new Uint8Array(128))
      .weight('scale', 'float32', [], [0.5])
      .node('DequantizeLinear', ['w', 'scale'], ['real'])
      .node('MatMul', ['x', 'real'], ['y'])
      .output('y', 'float32', [1, 16]);
    const table = await tableOf(graph);
    assert.deepEqual(
      [0, 1].map(row => numberAt(table.liveBytes, row)),
      [32, 32 + 64],
    );
    assert.deepEqual(
      [0, 1].map(row => numberAt(table.inputBytes, row)),
      [0, 32],
    );
    assert.deepEqual(
      [0, 1].map(row => numberAt(table.outputBytes, row)),
      [0, 64],
    );
  });

  it('follow an order in which nodes can run when the file has another', async () => {
    const inOrder = graphBuilder()
      .input('x', 'float32', [4])
      .node('Concat', ['x', 'x'], ['a'], { axis: 0n })
      .node('Concat', ['a', 'a'], ['b'], { axis: 0n })
      .output('b', 'float32', [16]);
    const reversed = graphBuilder()
      .input('x', 'float32', [4])
      .node('Concat', ['a', 'a'], ['b'], { axis: 0n })
      .node('Concat', ['x', 'x'], ['a'], { axis: 0n })
      .output('b', 'float32', [16]);
    const [one, other] = [await tableOf(inOrder), await tableOf(reversed)];
    assert.deepEqual([numberAt(one.liveBytes, 0), numberAt(one.liveBytes, 1)], [48, 96]);
    assert.deepEqual([numberAt(other.liveBytes, 1), numberAt(other.liveBytes, 0)], [48, 96]);
  });

  it('count half a byte for 4-bit numbers', async () => {
    const graph = graphBuilder().input('x', 'int4', [3, 3]).node('Identity', ['x'], ['y']).output('y', 'int4', [3, 3]);
    const table = await tableOf(graph, { opset: 23, irVersion: 11 });
    assert.equal(numberAt(table.outputBytes, 0), 5);
  });

  it('keep open sizes; the peak is decided where it can be, else at sizes of 1 with a note', async () => {
    const growing = graphBuilder()
      .input('x', 'float32', ['N', 4])
      .node('Concat', ['x', 'x'], ['a'], { axis: 1n }, { name: 'first' })
      .node('Concat', ['a', 'a'], ['b'], { axis: 1n }, { name: 'second' })
      .output('b', 'float32', ['N', 16]);
    const table = await tableOf(growing);
    assert.deepEqual(table.peak.bytes, [{ factor: 96, of: 'N' }]);
    assert.deepEqual([titleAt(table, table.peak.row ?? -1), table.notes], ['second', []]);
    const crossing = graphBuilder()
      .input('x', 'float32', ['N', 4])
      .input('z', 'float32', [100])
      .node('Relu', ['x'], ['a'], {}, { name: 'open' })
      .node('Relu', ['z'], ['b'], {}, { name: 'fixed' })
      .node('ReduceSum', ['b'], ['c'])
      .node('ReduceSum', ['a'], ['d'])
      .output('c', 'float32', null)
      .output('d', 'float32', null);
    const undecided = await tableOf(crossing);
    assert.deepEqual(undecided.peak.bytes, [
      { factor: 16, of: 'N' },
      { factor: 800, of: '' },
    ]);
    assert.deepEqual([undecided.peak.row, undecided.notes.length], [1, 1]);
    const sized = await tableOf(crossing, {}, new Map([['N', 1000]]));
    assert.deepEqual([sized.peak.row, plainNumber(sized.peak.bytes), sized.notes], [0, 32_400, []]);
  });

  it('give no sense to attributes that have none', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2, 3, 4])
      .weight('w', 'float32', [4, 12], new Uint8Array(192))
      .node(
        'Attention',
        ['x', 'w'],
        ['y'],
        { num_heads: -9000n, qkv_hidden_sizes: [-4n, -4n, -4n] },
        { domain: 'com.microsoft' },
      )
      .output('y', 'float32', null);
    const table = await tableOf(graph, { domains: { 'com.microsoft': 1 } });
    assert.equal(amountAt(table.flops, 0), null);
    assert.match(textAt(table.unknown, 0), /make no sense/);
  });

  it('tell how many values of unknown size they lack', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [4])
      .node('Mystery', ['x'], ['y'], {}, { domain: 'strange' })
      .node('Relu', ['x'], ['z'])
      .node('Relu', ['z'], ['end'])
      .output('end', 'float32', [4]);
    const table = await tableOf(graph);
    assert.equal(amountAt(table.liveBytes, 0), null);
    assert.equal(numberAt(table.liveBytes, rowOf(table, 'Relu')), 32);
    assert.deepEqual([plainNumber(table.peak.bytes), table.peak.unknownValues], [32, 1]);
  });
});
