import assert from 'node:assert/strict';
import { type GraphBuilder, graphBuilder } from '../../../fixtures/builders/onnxModel';
import { thrownBy } from '../../../fixtures/thrown';
import { randomFloats, testFolder, writeModel } from '../harness';
import { ends, extracted, inputNames, named, nodeNames, outputNames, writeProto } from './extractHarness';

/** `x → a → b → c → y`, with a way around `b` and a weight at `c`. */
function chain(): GraphBuilder {
  return graphBuilder()
    .input('x', 'float32', ['N', 4])
    .weight('w', 'float32', [4, 3], randomFloats(12))
    .weight('unused', 'float32', [2], [1, 2])
    .node('Relu', ['x'], ['va'], {}, { name: 'a' })
    .node('Abs', ['va'], ['vb'], {}, { name: 'b' })
    .node('Add', ['va', 'vb'], ['vs'], {}, { name: 's' })
    .node('MatMul', ['vs', 'w'], ['vc'], {}, { name: 'c' })
    .node('Sigmoid', ['vc'], ['y'], {}, { name: 'd' })
    .output('y', 'float32', ['N', 3]);
}

describe('where a part begins and ends', () => {
  const folder = testFolder();
  const write = (graph: GraphBuilder): Promise<string> => writeModel(folder.file('net.onnx'), graph);

  it('reads what it does not make, gives what others read, and brings its weights only', async () => {
    const { part, report } = await extracted(null, await write(chain()), named('s', 'c'));
    assert.deepEqual(nodeNames(part), ['s', 'c']);
    assert.deepEqual(inputNames(part), ['va', 'vb']);
    assert.deepEqual(outputNames(part), ['vc']);
    assert.deepEqual([...part.graph.initializers.keys()], ['w']);
    assert.deepEqual(report.inputs, [
      { name: 'va', type: 'float32[N,4]' },
      { name: 'vb', type: 'float32[N,4]' },
    ]);
    assert.deepEqual(report.outputs, [{ name: 'vc', type: 'float32[N,3]' }]);
    assert.deepEqual([report.chosen, report.brought, report.target.nodes, report.source.nodes], [2, 0, 2, 5]);
  });

  it('gives values that are read inside too when somebody outside needs them', async () => {
    const { part } = await extracted(null, await write(chain()), named('a', 'b'));
    assert.deepEqual(inputNames(part), ['x']);
    assert.deepEqual(outputNames(part), ['va', 'vb']);
  });

  it('of the whole graph are those of the graph, without the weight that nobody uses', async () => {
    const { part } = await extracted(null, await write(chain()), named('#0-4'));
    assert.deepEqual(inputNames(part), ['x']);
    assert.deepEqual(outputNames(part), ['y']);
    assert.deepEqual([...part.graph.initializers.keys()], ['w']);
  });

  it('keeps the order of the file, whatever order nodes are named in, and takes each once', async () => {
    const { part, report } = await extracted(null, await write(chain()), named('d', 'c', 's', 'c', '#4'));
    assert.deepEqual(nodeNames(part), ['s', 'c', 'd']);
    assert.equal(report.chosen, 3);
  });

  it('says when nodes in between were not chosen', async () => {
    const { part, report } = await extracted(null, await write(chain()), named('a', 's'));
    assert.deepEqual(inputNames(part), ['x', 'vb']);
    assert.deepEqual(outputNames(part), ['va', 'vs']);
    assert.match(report.notes.join('\n'), /lie between the chosen ones: they make "vb"/);
  });

  it('gives what a node makes that nobody reads, but not its unread second result', async () => {
    const graph = chain()
      .node('Neg', ['va'], ['dead'], {}, { name: 'sink' })
      .node('MaxPool', ['image'], ['pooled', 'places'], { kernel_shape: [2n, 2n] }, { name: 'pool' })
      .node('Neg', ['pooled'], ['z'], {}, { name: 'after' })
      .input('image', 'float32', [1, 1, 4, 4])
      .output('z', 'float32', [1, 1, 3, 3]);
    const file = await write(graph);
    assert.deepEqual(outputNames((await extracted(null, file, named('sink'))).part), ['dead']);
    assert.deepEqual(outputNames((await extracted(null, file, named('pool'))).part), ['pooled']);
  });

  it('follows the ways between values', async () => {
    const file = await write(chain());
    const between = await extracted(null, file, ends(['va'], ['vc']));
    assert.deepEqual(nodeNames(between.part), ['b', 's', 'c']);
    assert.deepEqual([inputNames(between.part), outputNames(between.part)], [['va'], ['vc']]);

    const upTo = await extracted(null, file, ends([], ['vb']));
    assert.deepEqual([nodeNames(upTo.part), outputNames(upTo.part)], [['a', 'b'], ['vb']]);

    const from = await extracted(null, file, ends(['vs'], []));
    assert.deepEqual([nodeNames(from.part), inputNames(from.part)], [['c', 'd'], ['vs']]);

    const further = await extracted(null, file, ends(['vb'], ['vc']));
    assert.deepEqual([...inputNames(further.part)].sort(), ['vb', 'x']);
    assert.match(further.report.notes.join('\n'), /also needs "x"/);

    const beside = await extracted(null, file, ends(['x', 'y'], ['va']));
    assert.match(beside.report.notes.join('\n'), /Nothing in the part reads "y" from outside/);
  });

  it('takes a weight as an input when asked to cut there', async () => {
    const { part } = await extracted(null, await write(chain()), ends(['vs', 'w'], ['vc']));
    assert.deepEqual([inputNames(part), [...part.graph.initializers.keys()]], [['vs', 'w'], []]);
  });

  it('takes a scope with those in it', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2])
      .node('Relu', ['x'], ['a'], {}, { name: '/encoder/layer.0/relu' })
      .node('Abs', ['a'], ['b'], {}, { name: '/encoder/layer.0/deep/abs' })
      .node('Neg', ['b'], ['c'], {}, { name: '/encoder/layer.01/neg' })
      .node('Exp', ['c'], ['y'], {}, { name: '/decoder/exp' })
      .output('y', 'float32', [2]);
    const file = await write(graph);
    const layer = await extracted(null, file, { kind: 'scope', path: 'encoder/layer.0' });
    assert.deepEqual(nodeNames(layer.part), ['/encoder/layer.0/relu', '/encoder/layer.0/deep/abs']);
    assert.equal(layer.report.target.file, 'net.encoder.layer.0.onnx');
    const all = await extracted(null, file, { kind: 'scope', path: '/encoder/' });
    assert.equal(all.part.graph.nodes.length, 3);
    const unknown = await thrownBy(() => extracted(null, file, { kind: 'scope', path: 'encoder/layer' }));
    assert.equal(unknown.code, 'extract.unknownScope');
    assert.match(unknown.next ?? '', /encoder\/layer\.0/);
  });

  it('keeps declared types and sizes of values inside, and names of open sizes', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', ['batch', 'steps', 8])
      .value('a', 'float32', ['batch', 'steps', 8])
      .node('Relu', ['x'], ['a'], {}, { name: 'one' })
      .node('Transpose', ['a'], ['b'], { perm: [1n, 0n, 2n] }, { name: 'two' })
      .node('Neg', ['b'], ['y'], {}, { name: 'three' })
      .output('y', 'float32', null);
    const file = await write(graph);
    const { part } = await extracted(null, file, named('two'));
    assert.deepEqual(part.graph.inputs[0]?.type, { kind: 'tensor', dtype: 'float32', shape: ['batch', 'steps', 8] });
    assert.deepEqual(part.graph.outputs[0]?.type, { kind: 'tensor', dtype: 'float32', shape: ['steps', 'batch', 8] });
    const whole = await extracted(null, file, named('#0-2'));
    assert.deepEqual(whole.part.graph.values.get('a')?.type, {
      kind: 'tensor',
      dtype: 'float32',
      shape: ['batch', 'steps', 8],
    });
  });

  it('refuses what has no type that could be declared, by name', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2])
      .node('Strange', ['x'], ['odd'], {}, { name: 'custom', domain: 'nobody.knows' })
      .node('Relu', ['odd'], ['y'], {}, { name: 'relu' })
      .output('y', 'float32', [2]);
    const file = await writeProto(folder.file('net.onnx'), graph, () => undefined, { domains: { 'nobody.knows': 1 } });
    for (const choice of [named('relu'), named('custom')]) {
      const refused = await thrownBy(() => extracted(null, file, choice));
      assert.equal(refused.code, 'extract.unknownType');
      assert.match(refused.message, /"odd"/);
    }
    const declared = await writeProto(folder.file('net.onnx'), graph.value('odd', 'float32', null), () => undefined, {
      domains: { 'nobody.knows': 1, 'not.used': 3 },
    });
    const { part } = await extracted(null, declared, named('custom'));
    assert.deepEqual(part.graph.outputs[0]?.type, { kind: 'tensor', dtype: 'float32', shape: null });
    assert.deepEqual(part.opsets.map(({ domain }) => domain).sort(), ['', 'nobody.knows']);
  });

  it('refuses what the graph does not have', async () => {
    const file = await write(chain());
    const codeOf = async (choice: Parameters<typeof extracted>[2]): Promise<string> =>
      (await thrownBy(() => extracted(null, file, choice))).code;
    assert.equal(await codeOf(named('a', 'nowhere')), 'extract.unknownNodes');
    assert.equal(await codeOf(named('')), 'extract.unknownNodes');
    assert.equal(await codeOf(named('#5')), 'extract.unknownNodes');
    assert.equal(await codeOf(named('#3-1')), 'extract.unknownNodes');
    assert.equal(await codeOf(named()), 'extract.nothingChosen');
    assert.equal(await codeOf({ kind: 'indices', indices: [0, -1] }), 'extract.unknownNodes');
    assert.equal(await codeOf({ kind: 'indices', indices: [0.5] }), 'extract.unknownNodes');
    assert.equal(await codeOf({ kind: 'scope', path: '' }), 'extract.unknownScope');
    assert.equal(await codeOf(ends(['nothing'], ['y'])), 'extract.unknownValues');
    assert.equal(await codeOf(ends([], ['x'])), 'extract.notMade');
    assert.equal(await codeOf(ends(['y'], [])), 'extract.nothingChosen');
    const other = await thrownBy(() => extracted(null, file, named('a'), { graph: 'main/7.body' }));
    assert.equal(other.code, 'extract.unknownGraph');
  });

  it('comes to an end where the graph goes in circles, and with names that are strange', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [1])
      .node('Add', ['x', 'q'], ['p'], {}, { name: 'one' })
      .node('Relu', ['p'], ['q'], {}, { name: 'two' })
      .node('Neg', ['q'], ['<b>\n\u202eev\uD800il'], {}, { name: '__proto__' })
      .value('p', 'float32', [1])
      .value('q', 'float32', [1])
      .output('<b>\n\u202eev\uD800il', 'float32', [1]);
    const file = await write(graph);
    const all = await extracted(null, file, named('#0-2'));
    assert.equal(all.part.graph.nodes.length, 3);
    const upTo = await extracted(null, file, ends([], ['q']));
    assert.deepEqual(nodeNames(upTo.part), ['one', 'two']);
    const { part, report } = await extracted(null, file, named('__proto__'));
    assert.deepEqual(inputNames(part), ['q']);
    assert.match(report.target.file, /^net\.__proto__\.onnx$/);
  });

  it('a node that is named twice is taken twice', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [1])
      .node('Relu', ['x'], ['a'], {}, { name: 'same' })
      .node('Neg', ['a'], ['b'], {}, { name: 'other' })
      .node('Abs', ['b'], ['y'], {}, { name: 'same' })
      .output('y', 'float32', [1]);
    const { part } = await extracted(null, await write(graph), named('same'));
    assert.deepEqual(
      part.graph.nodes.map(({ op }) => op),
      ['Relu', 'Abs'],
    );
  });
});
