import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import type { Runtime } from '../../../../src/model/runtime';
import type { JobContext, SimplifyRequest, SimplifyResult } from '../../../../src/shared/protocol/jobs';
import { simplifyJob } from '../../../../src/worker/jobs/simplify';
import { createRuntime } from '../../../../src/worker/runtime';
import {
  type GraphBuilder,
  graphBuilder,
  modelBytes,
  modelProto,
  weightProto,
} from '../../../fixtures/builders/onnxModel';
import { thrownBy } from '../../../fixtures/thrown';
import { floatTensor, randomFloats, readModel, silent, testFolder, writeModel } from '../harness';
import { assertSame, operators } from './simplifyHarness';

function cluttered(): GraphBuilder {
  return graphBuilder()
    .input('x', 'float32', [2, 3, 8, 8])
    .weight('w', 'float32', [4, 3, 3, 3], randomFloats(108))
    .weight('unused', 'float32', [2], [1, 2])
    .weight('s', 'float32', [4], [1, -2, 0.5, 3])
    .weight('b', 'float32', [4], [0.1, 0.2, -0.3, 0.4])
    .weight('m', 'float32', [4], [0.5, -0.5, 0, 1])
    .weight('v', 'float32', [4], [0.25, 1, 4, 0.01])
    .node('Identity', ['x'], ['a'], {}, { name: 'first' })
    .node('Conv', ['a', 'w'], ['c'], {}, { name: 'conv' })
    .node('BatchNormalization', ['c', 's', 'b', 'm', 'v'], ['n'], {}, { name: 'norm' })
    .node('Relu', ['n'], ['y'], {}, { name: 'relu' })
    .output('y', 'float32', null);
}

describe('the simplify job', () => {
  const folder = testFolder();
  let runtime: Runtime;
  let place = '';
  before(async () => {
    runtime = await createRuntime();
  });
  beforeEach(async function () {
    place = folder.file((this.currentTest?.title ?? 'test').replace(/\W+/g, '-'));
    await mkdir(place);
  });

  const here = (name: string): string => path.join(place, name);

  function simplify(
    model: string,
    changes: Partial<SimplifyRequest> = {},
    context: JobContext = silent,
  ): Promise<SimplifyResult> {
    const request: SimplifyRequest = {
      model,
      out: null,
      force: true,
      only: [],
      skip: [],
      opset: null,
      sizes: [],
      float32: false,
      data: null,
      threads: 1,
      freeDimensions: [],
      ...changes,
    };
    return simplifyJob(request, context, async () => runtime);
  }

  async function written(model: string, changes: Partial<SimplifyRequest> = {}) {
    const result = await simplify(model, changes);
    assert.equal(result.kind, 'written');
    return result;
  }

  it('writes a model and reports that say what was done, and leaves the source alone', async () => {
    const file = await writeModel(here('net.onnx'), cluttered());
    const before = await readFile(file);
    const { report, model, markdown, json } = await written(file);
    assert.deepEqual((await readdir(place)).sort(), [
      'net.onnx',
      'net.simplified.onnx',
      'net.simplified.report.json',
      'net.simplified.report.md',
    ]);
    assert.deepEqual(await readFile(file), before);
    assert.deepEqual(operators(await readModel(model)), ['Conv', 'Relu']);
    assert.deepEqual([report.before.nodes, report.after.nodes], [4, 2]);
    assert.deepEqual([report.before.weights, report.after.weights], [6, 2]);
    assert.equal(report.target.bytes, (await stat(model)).size);
    assert.deepEqual(report.operators, [
      { op: 'BatchNormalization', before: 1, after: 0 },
      { op: 'Identity', before: 1, after: 0 },
    ]);
    const changed = report.passes.filter(({ changes }) => changes > 0);
    assert.deepEqual(
      changed.map(({ id, names }) => [id, names]),
      [
        ['idle-nodes', ['first']],
        ['fold-batch-norm', ['norm']],
        ['unused-weights', ['w', 'unused', 's', 'b', 'm', 'v']],
      ],
    );
    // A convolution of 27 products, scaled before instead of after: some units in the last place.
    assert.ok(
      report.plainError !== null && report.plainError > 0 && report.plainError < 1e-4,
      String(report.plainError),
    );
    assert.equal(report.fidelity[0]?.notFinite, 0);
    assert.deepEqual(report.warnings.length, 1);
    assert.match(report.warnings[0] ?? '', /made-up inputs/);
    assert.equal(report.command, 'model-lathe simplify net.onnx --threads 1 --force');
    assert.deepEqual(JSON.parse(await readFile(json, 'utf8')), report);
    const text = await readFile(markdown, 'utf8');
    assert.match(text, /^# `net.onnx` simplified\n\n\*\*4 nodes became 2\. /);
    assert.match(text.split('\n').slice(0, 6).join('\n'), /Compared on made-up inputs/);
    assert.match(text, /fold-batch-norm.* \| 1 \| up to rounding \| `norm` \|/);
  });

  it('gives the same bytes for the same model', async () => {
    const file = await writeModel(here('net.onnx'), cluttered());
    const first = await readFile((await written(file)).model);
    assert.deepEqual(await readFile((await written(file)).model), first);
  });

  it('writes nothing when there is nothing to simplify', async () => {
    const file = await writeModel(here('net.onnx'), cluttered());
    const { model } = await written(file, { out: here('once.onnx') });
    const before = (await readdir(place)).sort();
    const again = await simplify(model);
    assert.equal(again.kind, 'unchanged');
    assert.ok(again.simplification.passes.every(({ changes }) => changes === 0));
    assert.deepEqual((await readdir(place)).sort(), before);
  });

  it('does only what was named, and leaves out what was', async () => {
    const file = await writeModel(here('net.onnx'), cluttered());
    const only = await written(file, { only: ['idle-nodes'] });
    assert.deepEqual(operators(await readModel(only.model)), ['Conv', 'BatchNormalization', 'Relu']);
    assert.ok((await readModel(only.model)).graph.initializers.has('unused'));
    assert.equal(only.report.plainError, null);
    const skipped = await written(file, { skip: ['fold-batch-norm'] });
    assert.deepEqual(operators(await readModel(skipped.model)), ['Conv', 'BatchNormalization', 'Relu']);
    assert.equal(skipped.report.fidelity[0]?.sqnrDb, null, 'identical');
  });

  it('refuses what it cannot do before it works, and leaves nothing', async () => {
    const file = await writeModel(here('net.onnx'), cluttered());
    const code = async (changes: Partial<SimplifyRequest>): Promise<string> =>
      (await thrownBy(() => simplify(file, changes))).code;
    assert.equal(await code({ only: ['everything'] }), 'simplify.unknownPass');
    assert.equal(await code({ out: file }), 'result.sameAsSource');
    assert.equal(await code({ out: here('net.npz') }), 'result.notAnOnnxName');
    assert.equal(await code({ sizes: [{ name: 'N', value: 2 }] }), 'dimension.unknown');
    assert.equal(await code({ opset: 9 }), 'simplify.opset');
    await writeFile(here('net.simplified.onnx'), 'mine');
    assert.equal(await code({ force: false }), 'job.targetExists');
    assert.deepEqual((await readdir(place)).sort(), ['net.onnx', 'net.simplified.onnx']);
  });

  it('says what the runtime says when the source does not run', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2])
      .node('Identity', ['x'], ['a'])
      .node('NoSuchOperator', ['a'], ['y'])
      .output('y', 'float32', null);
    const file = await writeModel(here('net.onnx'), graph);
    assert.equal((await thrownBy(() => simplify(file))).code, 'runtime.modelRejected');
    assert.deepEqual(await readdir(place), ['net.onnx']);
  });

  it('stops when cancelled and leaves nothing, whatever it was doing', async () => {
    const file = await writeModel(here('net.onnx'), cluttered());
    const phases = new Set<string>();
    for (let step = 1; step <= 24; step += 3) {
      const abort = new AbortController();
      let seen = 0;
      const context: JobContext = {
        ...silent,
        signal: abort.signal,
        progress: ({ phase }) => {
          phases.add(phase);
          seen += 1;
          if (seen === step) abort.abort();
        },
      };
      assert.equal((await thrownBy(() => simplify(file, {}, context))).kind, 'cancelled');
      assert.deepEqual(await readdir(place), ['net.onnx']);
    }
    assert.ok(phases.has('Simplifying'), [...phases].join());
  });

  it('brings in weights from other files, and passes small and sparse ones through', async () => {
    const data = randomFloats(64, 1, 5);
    await writeFile(here('w.bin'), new Uint8Array(data.buffer));
    const graph = graphBuilder()
      .input('x', 'float32', [3, 8])
      .weight('w', 'float32', [8, 8], new Uint8Array(256))
      .weight('codes', 'int4', [8], new Uint8Array([0x21, 0x43, 0x65, 0x87]))
      .weight('scale', 'float32', [], [0.5])
      .node('Identity', ['x'], ['a'])
      .node('MatMul', ['a', 'w'], ['b'])
      .node('DequantizeLinear', ['codes', 'scale'], ['k'])
      .node('Add', ['b', 'k'], ['c'])
      .node('Add', ['c', 'sparse'], ['y'])
      .output('y', 'float32', null);
    const [weight] = graph.proto.initializer;
    assert.ok(weight);
    Object.assign(weight, { rawData: new Uint8Array(0), dataLocation: onnx.TensorProto.DataLocation.EXTERNAL });
    weight.externalData = [{ key: 'location', value: 'w.bin' }];
    graph.proto.sparseInitializer.push(
      onnx.SparseTensorProto.create({
        values: weightProto('sparse', 'float32', [1], [7]),
        indices: weightProto('', 'int64', [1], [2]),
        dims: [8],
      }),
    );
    await writeFile(here('net.onnx'), modelBytes(graph, { opset: 21, irVersion: 10 }));
    const { model } = await written(here('net.onnx'));
    assert.deepEqual(operators(await readModel(model)), ['MatMul', 'DequantizeLinear', 'Add', 'Add']);
    const feeds = [new Map([['x', floatTensor([3, 8])]])];
    await assertSame(runtime, here('net.onnx'), model, feeds);
    const { initializers } = (await readModel(model)).graph;
    assert.deepEqual([...initializers.keys()].sort(), ['codes', 'scale', 'sparse', 'w']);
    assert.equal(initializers.get('codes')?.dtype, 'int4');
    assert.notEqual(initializers.get('sparse')?.sparse, null);
    assert.notEqual(initializers.get('w')?.payload.kind, 'external');
  });

  it('leaves functions of the model alone and says so', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [2])
      .node('Identity', ['x'], ['a'])
      .node('Twice', ['a'], ['b'], {}, { domain: 'own' })
      .node('Neg', ['b'], ['y'])
      .output('y', 'float32', null);
    const proto = modelProto(graph, { domains: { own: 1 } });
    proto.functions.push(
      onnx.FunctionProto.create({
        name: 'Twice',
        domain: 'own',
        input: ['p'],
        output: ['q'],
        opsetImport: [{ domain: '', version: 17 }],
        node: [
          { opType: 'Identity', input: ['p'], output: ['r'] },
          { opType: 'Add', input: ['r', 'r'], output: ['q'] },
        ],
      }),
    );
    await writeFile(here('net.onnx'), onnx.ModelProto.encode(proto).finish());
    const { model, report } = await written(here('net.onnx'));
    const { graph: simple, functions } = await readModel(model);
    assert.deepEqual(
      simple.nodes.map(({ op }) => op),
      ['Twice', 'Neg'],
    );
    assert.equal(functions[0]?.graph.nodes.length, 2);
    assert.match(report.notes.join(), /1 functions? of the model/);
    await assertSame(runtime, here('net.onnx'), model, [new Map([['x', floatTensor([2])]])]);
  });
});
