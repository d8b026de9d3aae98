import assert from 'node:assert/strict';
import { copyFile, link, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Runtime, Session } from '../../../src/model/runtime';
import { LatheError } from '../../../src/shared/errors';
import type { JobProgress, QuantizeRequest } from '../../../src/shared/protocol/jobs';
import { quantizeJob } from '../../../src/worker/jobs/quantize';
import { createRuntime } from '../../../src/worker/runtime';
import { type GraphBuilder, graphBuilder } from '../../fixtures/builders/onnxModel';
import { operatorsOf, quantize, randomFloats, requestFor, silent, testFolder, writeModel } from './harness';

const SAMPLE = path.resolve('media/sample');

function perceptron(): GraphBuilder {
  return graphBuilder()
    .input('x', 'float32', ['N', 32])
    .weight('w1', 'float32', [32, 64], randomFloats(2048, 0.3))
    .weight('w2', 'float32', [64, 8], randomFloats(512, 0.3, 2))
    .node('MatMul', ['x', 'w1'], ['h'], {}, { name: 'first' })
    .node('Relu', ['h'], ['r'], {}, { name: 'relu' })
    .node('MatMul', ['r', 'w2'], ['y'], {}, { name: 'second' })
    .output('y', 'float32', ['N', 8]);
}

function convolutions(): GraphBuilder {
  return graphBuilder()
    .input('x', 'float32', [1, 4, 12, 12])
    .weight('w1', 'float32', [8, 4, 3, 3], randomFloats(288, 0.3))
    .weight('w2', 'float32', [4, 8, 3, 3], randomFloats(288, 0.3, 2))
    .node('Conv', ['x', 'w1'], ['h'], {}, { name: 'first' })
    .node('Relu', ['h'], ['r'], {}, { name: 'relu' })
    .node('Conv', ['r', 'w2'], ['y'], {}, { name: 'second' })
    .output('y', 'float32', null);
}

/** The real runtime, except that some sessions are treated otherwise. `operators` are those of the opened file. */
async function alteredRuntime(
  alter: (session: Session, operators: ReadonlyMap<string, number>) => Session | Promise<Session>,
): Promise<Runtime> {
  const real = await createRuntime();
  return {
    name: real.name,
    async open(model, options) {
      const operators = typeof model === 'string' ? await operatorsOf(model) : new Map<string, number>();
      return alter(await real.open(model, options), operators);
    },
  };
}

function slowed(session: Session, milliseconds: number): Session {
  return {
    inputs: session.inputs,
    outputs: session.outputs,
    release: () => session.release(),
    run: async (feeds, outputs) => {
      const until = performance.now() + milliseconds;
      while (performance.now() < until);
      return session.run(feeds, outputs);
    },
  };
}

describe('the quantize job', () => {
  const folder = testFolder();
  let place = '';

  beforeEach(async function () {
    place = folder.file((this.currentTest?.title ?? 'test').replace(/\W+/g, '-'));
    await mkdir(place);
  });

  const here = (name: string): string => path.join(place, name);

  async function rejectsAndLeavesNothing(job: Promise<unknown>, code: string): Promise<LatheError> {
    const ended = job.then(
      () => assert.fail('The job did not fail.'),
      (error: unknown) => error,
    );
    const before = await readdir(place);
    const thrown = await ended;
    assert.ok(thrown instanceof LatheError);
    assert.equal(thrown.info.code, code, thrown.message);
    assert.deepEqual(await readdir(place), before);
    return thrown;
  }

  it('makes the sample a quarter of its size at the same accuracy', async () => {
    for (const file of ['digits.onnx', 'digits.samples.npz']) await copyFile(path.join(SAMPLE, file), here(file));
    const { report, model, markdown, json } = await quantize(here('digits.onnx'), { samples: 360 });
    assert.deepEqual((await readdir(place)).sort(), [
      'digits.int8.onnx',
      'digits.int8.report.json',
      'digits.int8.report.md',
      'digits.onnx',
      'digits.samples.npz',
    ]);
    assert.equal(report.method, 'static');
    assert.ok(report.layers.every(({ action }) => action === 'quantized'));
    assert.ok(report.target.bytes < report.source.weightBytes / 4 + 20_000);
    assert.equal(report.target.bytes, (await stat(model)).size);
    assert.ok(report.target.zippedBytes < report.target.bytes && report.source.zippedBytes < report.source.bytes);
    assert.equal(report.accuracy?.samples, 360);
    assert.ok((report.accuracy?.source ?? 0) > 0.95);
    assert.ok((report.accuracy?.source ?? 0) - (report.accuracy?.target ?? 0) <= 0.005);
    assert.ok((report.fidelity[0]?.sqnrDb ?? 0) > 30);
    assert.deepEqual(report.warnings, []);
    assert.deepEqual(JSON.parse(await readFile(json, 'utf8')), report);
    assert.match(await readFile(markdown, 'utf8'), /^# `digits.onnx` in INT8\n/);
    assert.match(report.command, /^model-lathe quantize digits\.onnx --method static .*--no-latency-gate --threads 1/);
  });

  it('chooses dynamic for products and static for convolutions, and says why', async () => {
    const products = await quantize(await writeModel(here('mlp.onnx'), perceptron()));
    assert.equal(products.report.method, 'dynamic');
    assert.match(products.report.methodReason, /2 MatMul and Gemm layers and no convolution/);
    const images = await quantize(await writeModel(here('cnn.onnx'), convolutions()));
    assert.equal(images.report.method, 'static');
    assert.match(images.report.methodReason, /2 of the 2 layers are convolutions/);
  });

  it('warns first of made-up calibration', async () => {
    const { report, markdown } = await quantize(await writeModel(here('cnn.onnx'), convolutions()));
    assert.match(report.warnings.join('\n'), /Calibrated on made-up inputs/);
    const head = (await readFile(markdown, 'utf8')).split('\n').slice(0, 10).join('\n');
    assert.match(head, /Calibrated on made-up inputs/);
  });

  it('writes where asked, and only over a result when told to', async () => {
    const model = await writeModel(here('mlp.onnx'), perceptron());
    const out = here('other.onnx');
    await quantize(model, { out, force: false });
    const first = await readFile(out);
    await rejectsAndLeavesNothing(quantize(model, { out, force: false }), 'job.targetExists');
    assert.deepEqual(await readFile(out), first);
    await quantize(model, { out, force: true });
    assert.deepEqual(await readFile(out), first, 'the same model twice gives the same bytes');
  });

  it('never replaces its source, by whatever name', async () => {
    const model = await writeModel(here('mlp.onnx'), perceptron());
    await link(model, here('alias.onnx'));
    const before = await readFile(model);
    for (const out of [model, here('./x/../mlp.onnx'), here('alias.onnx')]) {
      await rejectsAndLeavesNothing(quantize(model, { out }), 'result.sameAsSource');
    }
    assert.deepEqual(await readFile(model), before);
  });

  it('refuses a model that is quantized already', async () => {
    const { model } = await quantize(await writeModel(here('mlp.onnx'), perceptron()));
    const error = await rejectsAndLeavesNothing(quantize(model), 'quantize.alreadyQuantized');
    assert.match(error.message, /MatMulInteger/);
    assert.match(error.info.next ?? '', /float model/);
  });

  it('refuses other files, and nodes that are not there', async () => {
    await writeFile(here('text.onnx'), 'not a model, only some words\n');
    await assert.rejects(quantize(here('text.onnx')), LatheError);
    assert.deepEqual(await readdir(place), ['text.onnx']);
    const model = await writeModel(here('mlp.onnx'), perceptron());
    const error = await rejectsAndLeavesNothing(quantize(model, { exclude: ['nowhere'] }), 'quantize.unknownNode');
    assert.match(error.info.next ?? '', /"first"/);
  });

  it('leaves nothing when the runtime does not take the result', async () => {
    const model = await writeModel(here('mlp.onnx'), perceptron());
    const runtime = await alteredRuntime(async (session, operators) => {
      if (!operators.has('MatMulInteger')) return session;
      await session.release();
      throw new LatheError({ code: 'runtime.modelRejected', kind: 'runtime', message: 'No such kernel.' });
    });
    const job = quantizeJob(requestFor(model), silent, async () => runtime);
    const error = await rejectsAndLeavesNothing(job, 'result.rejected');
    assert.match(error.message, /nothing was written.*No such kernel/);
  });

  it('leaves nothing when the source changes meanwhile', async () => {
    const model = await writeModel(here('mlp.onnx'), perceptron());
    const progress = ({ phase }: JobProgress): void => {
      if (phase === 'Comparing sizes') changing ??= writeModel(model, perceptron(), { opset: 13 });
    };
    let changing: Promise<string> | undefined;
    const job = quantizeJob(requestFor(model), { ...silent, progress }, createRuntime);
    await rejectsAndLeavesNothing(job, 'source.changed');
    await changing;
  });

  for (const phase of ['Reading weights', 'Calibrating', 'Measuring layers', 'Comparing answers', 'Comparing speed']) {
    it(`stops while ${phase.toLowerCase()} and leaves nothing`, async () => {
      const model = await writeModel(here('cnn.onnx'), convolutions());
      const abort = new AbortController();
      const context = {
        ...silent,
        signal: abort.signal,
        progress: (progress: JobProgress) => {
          if (progress.phase === phase) abort.abort();
        },
      };
      const job = quantizeJob(requestFor(model, { latencyGate: phase === 'Measuring layers' }), context, createRuntime);
      await rejectsAndLeavesNothing(job, 'cancelled');
    });
  }

  it('announces every temporary before it is written, and progress only grows', async () => {
    const model = await writeModel(here('cnn.onnx'), convolutions());
    const announced: string[] = [];
    const fractions: number[] = [];
    const context = {
      ...silent,
      announceTemporary: (file: string) => announced.push(path.dirname(file)),
      progress: ({ fraction }: JobProgress) => fractions.push(fraction ?? -1),
    };
    await quantizeJob(requestFor(model), context, createRuntime);
    assert.ok(announced.length >= 4);
    assert.ok(announced.every(parent => parent === place));
    assert.deepEqual(
      fractions,
      [...fractions].sort((a, b) => a - b),
    );
    assert.ok(fractions.every(fraction => fraction >= 0 && fraction <= 1));
  });

  describe('latency gate', () => {
    const gated = (model: string, runtime: Runtime, changes: Partial<QuantizeRequest> = {}) =>
      quantizeJob(requestFor(model, { latencyGate: true, ...changes }), silent, async () => runtime);

    it('keeps a dynamic layer in float where it was measured to be slower', async () => {
      const model = await writeModel(here('mlp.onnx'), perceptron());
      // Only an excerpt of the first layer has one integer product and an input of 32 columns.
      const runtime = await alteredRuntime((session, operators) => {
        const [input] = session.inputs;
        const width = input?.type.kind === 'tensor' ? input.type.shape?.at(-1) : null;
        return operators.get('MatMulInteger') === 1 && width === 32 ? slowed(session, 2) : session;
      });
      const fast = await alteredRuntime((session, operators) =>
        operators.has('MatMul') ? slowed(session, 1) : session,
      );
      const all = await gated(model, fast);
      assert.deepEqual(
        all.report.layers.map(({ action }) => action),
        ['quantized', 'quantized'],
      );
      assert.match(all.report.layers[0]?.reason ?? '', /alone .* in float, .* in INT8/);
      const one = await gated(model, runtime, { exclude: ['second'] }).catch((error: unknown) => error);
      assert.ok(one instanceof LatheError);
      assert.equal(one.info.code, 'quantize.nothingFaster');
      assert.match(one.message, /slower in INT8 on this machine: .* alternating rounds/);
    });

    it('puts convolutions back to float only when the whole model gains', async () => {
      const model = await writeModel(here('cnn.onnx'), convolutions());
      const scarce = await alteredRuntime((session, operators) => {
        const quantizers = operators.get('QuantizeLinear') ?? 0;
        return quantizers > 0 ? slowed(session, quantizers) : session;
      });
      const error = await gated(model, scarce).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof LatheError);
      assert.equal(error.info.code, 'quantize.nothingFaster');
      const float = await alteredRuntime((session, operators) =>
        operators.has('Conv') && !operators.has('QuantizeLinear') ? slowed(session, 1) : session,
      );
      const { report } = await gated(model, float);
      assert.ok(report.layers.every(({ action }) => action === 'quantized'));
      assert.ok((report.latency?.speedup.low ?? 0) > 1);
    });
  });
});
