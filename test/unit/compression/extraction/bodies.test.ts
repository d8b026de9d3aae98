import assert from 'node:assert/strict';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import type { Runtime } from '../../../../src/model/runtime';
import { createRuntime } from '../../../../src/worker/runtime';
import { type GraphBuilder, graphBuilder, weightProto } from '../../../fixtures/builders/onnxModel';
import { thrownBy } from '../../../fixtures/thrown';
import { testFolder, writeModel } from '../harness';
import { extracted, inputNames, named, nodeNames, outputNames, writeProto } from './extractHarness';

/** An If whose branches read a value, a weight and a held constant from around them. */
function branching(): GraphBuilder {
  const yes = graphBuilder('yes')
    .node('Add', ['a', 'w'], ['sum'], {}, { name: 'add' })
    .node('Mul', ['sum', 'held'], ['yes'], {}, { name: 'mul' })
    .output('yes', 'float32', [2]);
  const no = graphBuilder('no').node('Neg', ['a'], ['no'], {}, { name: 'neg' }).output('no', 'float32', [2]);
  return graphBuilder()
    .input('x', 'float32', [2])
    .input('condition', 'bool', [])
    .weight('w', 'float32', [2], [1, 2])
    .node('Constant', [], ['held'], { value: weightProto('', 'float32', [2], [5, 6]) }, { name: 'constant' })
    .node('Relu', ['x'], ['a'], {}, { name: 'relu' })
    .node('If', ['condition'], ['b'], { then_branch: yes, else_branch: no }, { name: 'if' })
    .node('Abs', ['b'], ['y'], {}, { name: 'abs' })
    .output('y', 'float32', [2]);
}

describe('branches, loop bodies and functions in a part', () => {
  const folder = testFolder();
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });
  const write = (graph: GraphBuilder): Promise<string> => writeModel(folder.file('net.onnx'), graph);

  it('come along whole, with what they read from around them', async () => {
    const { part, report } = await extracted(runtime, await write(branching()), named('if'));
    assert.deepEqual(nodeNames(part), ['constant', 'if']);
    assert.deepEqual([...inputNames(part)].sort(), ['a', 'condition']);
    assert.deepEqual([...part.graph.initializers.keys()], ['w']);
    assert.equal(report.check.kind, 'compared');
  });

  it('make a value an output that only they read', async () => {
    const { part } = await extracted(runtime, await write(branching()), named('relu'));
    assert.deepEqual([nodeNames(part), outputNames(part)], [['relu'], ['a']]);
  });

  it('can be taken apart: values from around become inputs, constants come along', async () => {
    const file = await write(branching());
    const { part, report } = await extracted(runtime, file, named('add', 'mul'), { graph: 'main/2.then_branch' });
    assert.deepEqual(nodeNames(part), ['constant', 'add', 'mul']);
    assert.deepEqual([inputNames(part), outputNames(part)], [['a'], ['yes']]);
    assert.deepEqual([...part.graph.initializers.keys()], ['w']);
    assert.deepEqual(part.graph.inputs[0]?.type, { kind: 'tensor', dtype: 'float32', shape: [2] });
    assert.match(report.graph.title, /then_branch of "if"/);
    assert.deepEqual(report.check.kind === 'loaded' && report.check.ran, true);
    assert.match(report.notes.join('\n'), /became inputs: "a"[\s\S]*1 constant of the graphs around it came along/);
  });

  it('of loops take what goes around as inputs', async () => {
    const body = graphBuilder('body')
      .input('i', 'int64', [])
      .input('go', 'bool', [])
      .input('state', 'float32', [2])
      .node('Add', ['state', 'step'], ['next'], {}, { name: 'advance' })
      .node('Identity', ['go'], ['on'], {}, { name: 'on' })
      .output('on', 'bool', [])
      .output('next', 'float32', [2]);
    const graph = graphBuilder()
      .input('x', 'float32', [2])
      .input('step', 'float32', [2])
      .weight('times', 'int64', [], [3n])
      .node('Loop', ['times', '', 'x'], ['y'], { body }, { name: 'loop' })
      .output('y', 'float32', [2]);
    const file = await write(graph);
    const inside = await extracted(runtime, file, named('advance'), { graph: 'main/0.body' });
    assert.deepEqual([inputNames(inside.part), outputNames(inside.part)], [['state', 'step'], ['next']]);
    const whole = await extracted(runtime, file, named('loop'));
    assert.deepEqual([...inputNames(whole.part)].sort(), ['step', 'x']);
    assert.equal(whole.report.check.kind, 'compared');
  });

  const { INT } = onnx.AttributeProto.AttributeType;
  const axis = { name: 'axis', refAttrName: 'along', type: INT };

  /** `Outer` calls `Join`, whose axis is what its caller says. */
  function withFunctions(proto: onnx.ModelProto): void {
    const { opsetImport } = proto;
    const common = { domain: 'local', opsetImport };
    proto.functions = [
      onnx.FunctionProto.create({
        ...common,
        name: 'Join',
        input: ['a'],
        output: ['b'],
        attribute: ['along'],
        node: [
          { opType: 'Relu', input: ['a'], output: ['r'], name: 'relu' },
          { opType: 'Concat', input: ['r', 'r'], output: ['b'], name: 'join', attribute: [axis] },
        ],
      }),
      onnx.FunctionProto.create({
        ...common,
        name: 'Outer',
        input: ['a'],
        output: ['b'],
        attributeProto: [{ name: 'along', type: INT, i: 1 }],
        node: [
          { opType: 'Join', domain: 'local', input: ['a'], output: ['b'], attribute: [{ ...axis, name: 'along' }] },
        ],
      }),
      onnx.FunctionProto.create({ ...common, name: 'Unused', input: ['a'], output: ['a'] }),
    ];
  }

  function calling(...along: readonly bigint[]): GraphBuilder {
    const graph = graphBuilder().input('x', 'float32', [2, 3]);
    for (const [at, value] of along.entries()) {
      graph
        .node('Join', ['x'], [`j${at}`], { along: value }, { domain: 'local', name: `call${at}` })
        .node('Neg', [`j${at}`], [`y${at}`], {}, { name: `neg${at}` })
        .output(`y${at}`, 'float32', null);
    }
    return graph;
  }
  const local = { domains: { local: 1, unused: 2 }, irVersion: 10 };

  it('functions come along with those they call, and no others', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2, 3])
      .node('Outer', ['x'], ['o'], {}, { domain: 'local', name: 'call' })
      .node('Neg', ['o'], ['y'], {}, { name: 'neg' })
      .output('y', 'float32', [2, 6]);
    const file = await writeProto(folder.file('net.onnx'), graph, withFunctions, local);
    const { part, report } = await extracted(runtime, file, named('call'));
    assert.deepEqual(
      part.functions.map(({ name }) => name),
      ['Join', 'Outer'],
    );
    assert.deepEqual(part.opsets.map(({ domain }) => domain).sort(), ['', 'local']);
    assert.deepEqual(part.graph.outputs[0]?.type, { kind: 'tensor', dtype: 'float32', shape: [2, 6] });
    assert.deepEqual(report.check.kind === 'compared' && report.check.largestError, 0);
    const other = await extracted(runtime, file, named('neg'));
    assert.deepEqual([other.part.functions.length, other.report.functions], [0, []]);
  });

  it('nodes of a function get the attributes that its calls agree on', async () => {
    const file = await writeProto(folder.file('net.onnx'), calling(0n, 0n), withFunctions, local);
    // `Outer` is not called, but its body calls `Join` with an attribute of its own.
    const refused = await thrownBy(() => extracted(runtime, file, named('join'), { graph: 'function:local.Join' }));
    assert.equal(refused.code, 'extract.openAttribute');
    const alone = await writeProto(
      folder.file('net.onnx'),
      calling(0n, 0n),
      proto => {
        withFunctions(proto);
        proto.functions = proto.functions?.slice(0, 1) ?? [];
      },
      local,
    );
    const { part, report } = await extracted(runtime, alone, named('relu', 'join'), { graph: 'function:local.Join' });
    assert.deepEqual([inputNames(part), outputNames(part)], [['a'], ['b']]);
    assert.deepEqual(part.graph.outputs[0]?.type, { kind: 'tensor', dtype: 'float32', shape: [4, 3] });
    assert.deepEqual(part.graph.nodes[1]?.attributes[0]?.value, { kind: 'int', value: 0n });
    assert.deepEqual(report.check.kind === 'loaded' && report.check.ran, true);
  });

  it('nodes of a function whose calls differ are refused, but for those that do not ask', async () => {
    const file = await writeProto(
      folder.file('net.onnx'),
      calling(0n, 1n),
      proto => {
        withFunctions(proto);
        proto.functions = proto.functions?.slice(0, 1) ?? [];
      },
      local,
    );
    const refused = await thrownBy(() => extracted(runtime, file, named('join'), { graph: 'function:local.Join' }));
    assert.equal(refused.code, 'extract.openAttribute');
    assert.match(refused.message, /"along" of the function Join.*different values/);
    const { part } = await extracted(runtime, file, named('relu'), { graph: 'function:local.Join' });
    assert.deepEqual(nodeNames(part), ['relu']);
  });
});
