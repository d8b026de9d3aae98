import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import type { Runtime } from '../../../../src/model/runtime';
import { createRuntime } from '../../../../src/worker/runtime';
import { type GraphBuilder, graphBuilder, weightProto } from '../../../fixtures/builders/onnxModel';
import { thrownBy } from '../../../fixtures/thrown';
import { testFolder, writeModel } from '../harness';
import { ends, extracted, inputNames, named, nodeNames, outputNames, writeProto } from './extractHarness';

/** A weight behind DequantizeLinear, one in a Constant node, a shape that is worked out, one with a default value. */
function quantized(): GraphBuilder {
  return graphBuilder()
    .input('x', 'float32', [2, 4])
    .weight('codes', 'int8', [4, 3], [1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12])
    .weight('scale', 'float32', [], [0.25])
    .weight('zero', 'int8', [], [0])
    .node('Constant', [], ['bias'], { value: weightProto('', 'float32', [3], [1, 2, 3]) }, { name: 'held' })
    .node('DequantizeLinear', ['codes', 'scale', 'zero'], ['w'], {}, { name: 'dequantize' })
    .node('Relu', ['x'], ['a'], {}, { name: 'relu' })
    .node('MatMul', ['a', 'w'], ['b'], {}, { name: 'matmul' })
    .node('Add', ['b', 'bias'], ['c'], {}, { name: 'add' })
    .node('Mul', ['c', 'w2'], ['y'], {}, { name: 'mul' })
    .node('Sub', ['y', 'bias'], ['z'], {}, { name: 'sub' })
    .weight('w2', 'float32', [3], [1, 1, 2])
    .input('w2', 'float32', [3])
    .output('z', 'float32', [2, 3]);
}

describe('constants of a part', () => {
  const folder = testFolder();
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });
  const write = (graph: GraphBuilder): Promise<string> => writeModel(folder.file('net.onnx'), graph);

  it('come along from initializers, Constant nodes and what dequantizes them', async () => {
    const { part, report } = await extracted(runtime, await write(quantized()), named('matmul', 'add'));
    assert.deepEqual(nodeNames(part), ['held', 'dequantize', 'matmul', 'add']);
    assert.deepEqual([...part.graph.initializers.keys()], ['codes', 'scale', 'zero']);
    assert.deepEqual([inputNames(part), outputNames(part)], [['a'], ['c']]);
    assert.deepEqual([report.chosen, report.brought], [2, 2]);
    assert.deepEqual(
      [report.check.kind, report.check.kind === 'compared' && report.check.largestError],
      ['compared', 0],
    );
  });

  it('stay outside where only the chosen nodes are wanted, but for those that hold them', async () => {
    const { part } = await extracted(runtime, await write(quantized()), named('matmul', 'add'), { computed: false });
    assert.deepEqual(nodeNames(part), ['held', 'matmul', 'add']);
    assert.deepEqual(inputNames(part), ['a', 'w']);
  });

  it('are nothing that a part gives, though nodes outside read them', async () => {
    const { part, report } = await extracted(runtime, await write(quantized()), named('held', 'add', 'relu'));
    assert.deepEqual(outputNames(part), ['a', 'c']);
    assert.deepEqual(nodeNames(part), ['held', 'relu', 'add']);
    const idle = await extracted(runtime, await write(quantized()), named('held', 'relu'));
    assert.deepEqual(nodeNames(idle.part), ['relu']);
    assert.match(idle.report.notes.join('\n'), /1 chosen node\b/);
    assert.equal(report.check.kind, 'compared');
  });

  it('are a part of their own when nothing else was chosen', async () => {
    const { part, report } = await extracted(runtime, await write(quantized()), named('held', 'dequantize'));
    assert.deepEqual([inputNames(part), outputNames(part)], [[], ['bias', 'w']]);
    assert.equal(report.check.kind, 'compared');
  });

  it('can be asked for as an output', async () => {
    const { part } = await extracted(runtime, await write(quantized()), ends([], ['w']));
    assert.deepEqual([nodeNames(part), outputNames(part)], [['dequantize'], ['w']]);
  });

  it('with a default value become fixed, which is said', async () => {
    const { part, report } = await extracted(runtime, await write(quantized()), named('mul'));
    assert.deepEqual([inputNames(part), [...part.graph.initializers.keys()]], [['c'], ['w2']]);
    assert.match(report.notes.join('\n'), /1 weight that a caller of the model could replace became fixed/);
  });

  it('do not stand for random numbers', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2])
      .node('RandomNormal', [], ['noise'], { shape: [2n] }, { name: 'random' })
      .node('Add', ['x', 'noise'], ['y'], {}, { name: 'add' })
      .output('y', 'float32', [2]);
    const { part } = await extracted(runtime, await write(graph), named('add'));
    assert.deepEqual(inputNames(part), ['x', 'noise']);
  });

  it('of old files need no place among the inputs any more', async () => {
    const graph = quantized().input('codes', 'int8', [4, 3]).input('scale', 'float32', []).input('zero', 'int8', []);
    const file = await writeProto(folder.file('old.onnx'), graph, proto => {
      proto.irVersion = 3;
    });
    const { part, report } = await extracted(runtime, file, named('matmul'));
    assert.deepEqual(inputNames(part), ['a']);
    assert.equal(part.formatVersion, 'IR 4');
    assert.equal(report.check.kind, 'compared');
  });

  it('in other files come into the part, and one that is missing is named when it is needed', async () => {
    const external = (proto: onnx.ModelProto): void => {
      const weight = (name: string): onnx.TensorProto.$Properties => ({
        name,
        dataType: onnx.TensorProto.DataType.FLOAT,
        dims: [2],
        dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
        externalData: [{ key: 'location', value: `${name}.bin` }],
      });
      proto.graph?.initializer?.push(weight('here'), weight('gone'));
    };
    const graph = graphBuilder()
      .input('x', 'float32', [2])
      .node('Add', ['x', 'here'], ['a'], {}, { name: 'first' })
      .node('Mul', ['a', 'gone'], ['y'], {}, { name: 'second' })
      .output('y', 'float32', [2]);
    const file = await writeProto(folder.file('outside.onnx'), graph, external);
    await writeFile(folder.file('here.bin'), Buffer.from(Float32Array.of(3, 4).buffer));
    const { part, report } = await extracted(runtime, file, named('first'));
    assert.equal(part.graph.initializers.get('here')?.payload.kind, 'inline');
    // What makes the values at the part's ends is there, so both ran.
    assert.equal(report.check.kind, 'compared');
    const refused = await thrownBy(() => extracted(runtime, file, named('second')));
    assert.equal(refused.kind, 'missing');
    assert.match(refused.message, /gone/);
  });
});
