import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Runtime } from '../../../../src/model/runtime';
import { cancelled } from '../../../../src/shared/errors';
import type { JobContext } from '../../../../src/shared/protocol/jobs';
import { createRuntime } from '../../../../src/worker/runtime';
import { writeNpz } from '../../../fixtures/builders/npy';
import { type GraphBuilder, graphBuilder } from '../../../fixtures/builders/onnxModel';
import { thrownBy } from '../../../fixtures/thrown';
import { randomFloats, silent, testFolder, writeModel } from '../harness';
import { ends, extracted, named, writeProto } from './extractHarness';

function net(): GraphBuilder {
  return graphBuilder('net')
    .input('x', 'float32', ['N', 4])
    .weight('w', 'float32', [4, 3], randomFloats(12))
    .node('Relu', ['x'], ['a'], {}, { name: 'relu' })
    .node('MatMul', ['a', 'w'], ['b'], {}, { name: 'matmul' })
    .node('Softmax', ['b'], ['y'], {}, { name: 'softmax' })
    .output('y', 'float32', ['N', 3]);
}

describe('the extract job', () => {
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

  it('writes a part and reports that say what was taken, and leaves the source alone', async () => {
    const file = await writeModel(here('net.onnx'), net());
    const before = await readFile(file);
    const { report, model, markdown, json, part } = await extracted(runtime, file, named('matmul', 'softmax'), {
      part: 'head of/it',
    });
    assert.deepEqual((await readdir(place)).sort(), [
      'net.head.of.it.onnx',
      'net.head.of.it.report.json',
      'net.head.of.it.report.md',
      'net.onnx',
    ]);
    assert.equal(path.basename(model), 'net.head.of.it.onnx');
    assert.deepEqual(await readFile(file), before);
    assert.deepEqual(JSON.parse(await readFile(json, 'utf8')), report);
    assert.equal(part.graph.name, 'head.of.it');
    const text = await readFile(markdown, 'utf8');
    assert.match(text, /2 of 3 nodes.*Same answers as the model, bit for bit\./);
    assert.match(text, /\| `a` \| `float32\[N,4\]` \|/);
    assert.match(
      report.command,
      /^model-lathe extract net\.onnx --nodes matmul --nodes softmax --part 'head of\/it' --threads 1 --force$/,
    );
    const { check } = report;
    assert.equal(check.kind, 'compared');
    if (check.kind !== 'compared') return;
    assert.deepEqual(
      check.fidelity.map(({ output, sqnrDb }) => [output, sqnrDb]),
      [['y', null]],
    );
    assert.deepEqual([check.largestError, check.isBroken, check.data.kind], [0, false, 'synthetic']);
  });

  it('compares on samples where there are some', async () => {
    const file = await writeModel(here('net.onnx'), net());
    const x = Float32Array.from({ length: 24 }, (_, at) => at - 12);
    await writeNpz(here('net.samples.npz'), { x: { shape: [6, 4], data: x } });
    const { report } = await extracted(runtime, file, named('matmul'));
    assert.equal(report.check.kind === 'compared' && report.check.data.kind, 'samples');
    assert.equal(report.check.kind === 'compared' && report.check.samples, 4);
    const unknown = await thrownBy(() => extracted(runtime, file, named('matmul'), { data: here('nowhere.npz') }));
    assert.notEqual(unknown.kind, 'internal');
  });

  it('never replaces anything unasked, nor its source at all', async () => {
    const file = await writeModel(here('net.onnx'), net());
    await writeFile(here('net.relu.report.md'), 'mine');
    const taken = await thrownBy(() => extracted(runtime, file, named('relu'), { force: false }));
    assert.equal(taken.code, 'job.targetExists');
    assert.equal(await readFile(here('net.relu.report.md'), 'utf8'), 'mine');
    const itself = await thrownBy(() => extracted(runtime, file, named('relu'), { out: file }));
    assert.equal(itself.code, 'result.sameAsSource');
    const text = await thrownBy(() => extracted(runtime, file, named('relu'), { out: here('part.txt') }));
    assert.equal(text.code, 'result.notAnOnnxName');
    assert.deepEqual((await readdir(place)).sort(), ['net.onnx', 'net.relu.report.md']);
  });

  it('says that nothing was run where nothing may be, and where nothing can be', async () => {
    const file = await writeModel(here('net.onnx'), net());
    const kept = await extracted(null, file, named('relu'));
    assert.deepEqual(kept.report.check, { kind: 'unproven', reason: 'This test has no runtime.' });
    assert.deepEqual(kept.report.warnings, ['The part was not run. This test has no runtime.']);

    const foreign = net()
      .node('Strange', ['y'], ['z'], {}, { name: 'strange', domain: 'nobody.knows' })
      .value('z', 'float32', ['N', 3])
      .node('Neg', ['z'], ['q'], {}, { name: 'neg' })
      .output('q', 'float32', ['N', 3]);
    const odd = await writeProto(here('odd.onnx'), foreign, () => undefined, { domains: { 'nobody.knows': 1 } });
    // What the runtime lacks is not needed for these.
    assert.equal((await extracted(runtime, odd, named('matmul'))).report.check.kind, 'compared');
    const after = await extracted(runtime, odd, named('neg'));
    assert.equal(after.report.check.kind === 'loaded' && after.report.check.ran, true);
    const without = await extracted(runtime, odd, named('strange'));
    assert.equal(without.report.check.kind, 'unproven');
    assert.match(without.report.warnings[0] ?? '', /Strange/);
  });

  it('writes nothing when the whole model runs and the part does not', async () => {
    const file = await writeModel(here('net.onnx'), net());
    const broken: Runtime = {
      name: 'broken',
      open: (model, options) =>
        String(model).includes('scratch') ? runtime.open(model, options) : runtime.open(Uint8Array.of(1), options),
    };
    const refused = await thrownBy(() => extracted(broken, file, named('matmul')));
    assert.equal(refused.code, 'result.rejected');
    assert.deepEqual(await readdir(place), ['net.onnx']);
  });

  it('tells of a part that answers otherwise', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [64])
      .node('Relu', ['x'], ['a'], {}, { name: 'relu' })
      .node('RandomNormalLike', ['a'], ['noise'], {}, { name: 'noise' })
      .node('Add', ['a', 'noise'], ['y'], {}, { name: 'add' })
      .output('y', 'float32', [64]);
    const { report } = await extracted(runtime, await writeModel(here('net.onnx'), graph), ends(['a'], ['y']));
    assert.match(report.warnings.join('\n'), /random numbers/);
  });

  it('leaves nothing behind when it is cancelled, at any time', async () => {
    const file = await writeModel(here('net.onnx'), net());
    const phases: string[] = [];
    const watch = (stopAt: string | null): JobContext => {
      const abort = new AbortController();
      return {
        ...silent,
        signal: abort.signal,
        progress: ({ phase }) => {
          if (stopAt === null && !phases.includes(phase)) phases.push(phase);
          if (phase === stopAt) abort.abort();
        },
      };
    };
    await extracted(runtime, file, named('relu'), { out: here('all.onnx') }, watch(null));
    assert.deepEqual(phases, ['Opening', 'Choosing', 'Writing', 'Comparing answers']);
    const before = (await readdir(place)).sort();
    for (const phase of phases) {
      const stopped = await thrownBy(() => extracted(runtime, file, named('relu'), {}, watch(phase)));
      assert.equal(stopped.code, cancelled().info.code, phase);
      assert.deepEqual((await readdir(place)).sort(), before, phase);
    }
  });
});
