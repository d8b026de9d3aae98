import assert from 'node:assert/strict';
import { copyFile, readdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { WorkerClient } from '../../../src/jobs/workerClient';
import type { BenchmarkRequest } from '../../../src/shared/protocol/jobs';
import type { BenchmarkReport, LayerProfile } from '../../../src/shared/reports/benchmarkReport';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';
import { BUNDLE_ENV, bundle } from '../../fixtures/bundle';
import { PROFILED_MODELS } from '../../fixtures/profiles/profiledModels';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { thrownBy } from '../../fixtures/thrown';

const SAMPLE = path.join(__dirname, '../../../media/sample');

describe('the layer profile of a benchmark, in the child', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const nodePath = process.env.NODE_PATH;
  let worker: WorkerClient;
  before(async () => {
    process.env.NODE_PATH = BUNDLE_ENV.NODE_PATH;
    worker = new WorkerClient(await bundle('src/worker/main.ts'), log);
  });
  after(async () => {
    await worker.dispose();
    if (nodePath === undefined) delete process.env.NODE_PATH;
    else process.env.NODE_PATH = nodePath;
  });

  function request(model: string, change: Partial<BenchmarkRequest> = {}): BenchmarkRequest {
    return {
      model,
      scenario: 'latency',
      batches: [],
      threads: 1,
      data: null,
      freeDimensions: [],
      targetPrecision: 1,
      secondsPerPoint: 0.05,
      profile: true,
      write: false,
      ...change,
    };
  }

  async function benchmark(model: string, change: Partial<BenchmarkRequest> = {}): Promise<BenchmarkReport> {
    const options = { signal: new AbortController().signal, progress: () => undefined };
    return (await worker.run('benchmark', request(model, change), options)).report;
  }

  function profileOf({ profile }: BenchmarkReport): LayerProfile {
    assert.ok(profile !== null);
    assert.ok(profile.runs >= 1 && profile.kernelsMs > 0 && profile.kernelsMs <= profile.runMs && profile.slowdown > 0);
    const listed = profile.nodes.reduce((sum, { meanMs }) => sum + meanMs, 0);
    const total = listed + profile.omitted.meanMs + profile.unattributed.meanMs;
    assert.ok(Math.abs(total - profile.kernelsMs) < 1e-9, `${total} is not ${profile.kernelsMs}`);
    return profile;
  }

  async function temporaries(): Promise<readonly string[]> {
    return (await readdir(os.tmpdir())).filter(name => name.startsWith('model-lathe-profile-'));
  }

  it('has every convolution of the sample, and each rectifier inside one', async () => {
    const model = folder.path('digits.onnx');
    await copyFile(path.join(SAMPLE, 'digits.onnx'), model);
    const before = await temporaries();
    const profile = profileOf(await benchmark(model));
    const convolutions = profile.nodes.filter(({ op }) => op === 'Conv').map(({ name }) => name);
    assert.deepEqual(convolutions.sort(), ['node_Conv_65', 'node_Conv_67', 'node_Conv_69', 'node_Conv_71']);
    const rectifiers = profile.absorbed.map(({ name, inside }) => [name, profile.nodes[inside]?.op]);
    assert.deepEqual(rectifiers.sort(), [
      ['node_relu', 'Conv'],
      ['node_relu_1', 'Conv'],
      ['node_relu_2', 'Conv'],
      ['node_relu_3', 'Conv'],
      ['node_relu_4', 'Gemm'],
    ]);
    assert.deepEqual(await temporaries(), before);
  });

  it('proves what was fused where no node has a name', async () => {
    const model = folder.path('net.onnx');
    await writeFile(model, PROFILED_MODELS.convolutions());
    const profile = profileOf(await benchmark(model));
    const inside = profile.absorbed.map(({ node, inside: row }) => [node, profile.nodes[row]?.node]);
    assert.deepEqual(
      inside.filter(([node]) => node === 1 || node === 4 || node === 8).sort((a, b) => Number(a[0]) - Number(b[0])),
      [
        [1, 0],
        [4, 2],
        [8, 7],
      ],
    );
  });

  it('has what runs in loops, branches and functions in their graphs, however often it ran', async () => {
    const model = folder.path('net.onnx');
    await writeFile(model, PROFILED_MODELS.bodies());
    const { nodes } = profileOf(await benchmark(model));
    const calls = new Map(nodes.map(node => [`${node.graph} ${node.node}`, node.calls]));
    assert.deepEqual(
      ['main 0', 'main/0.body 0', 'function:my.Block 0'].map(place => calls.get(place)),
      [1, 3, 2],
    );
  });

  it('goes by numbers, whatever the nodes and values are called', async () => {
    const hostile = ['lathe_node_1_', '"},{"name":"x_kernel_time', 'a\nb', '\u{1F600}<b>', 'x'.repeat(10_000)];
    const graph = graphBuilder().input('x', 'float32', [4]).output('y', 'float32', [4]);
    hostile.forEach((name, index) => {
      const from = index === 0 ? 'x' : `${hostile[index - 1]} value`;
      graph.node('Sin', [from], [index === hostile.length - 1 ? 'y' : `${name} value`], {}, { name });
    });
    const model = folder.path('net.onnx');
    await writeFile(model, modelBytes(graph));
    const { nodes, unattributed } = profileOf(await benchmark(model));
    assert.deepEqual(nodes.map(({ name }) => name).sort(), [...hostile].sort());
    assert.equal(unattributed.meanMs, 0);
  });

  it('is left out when nobody wants it', async () => {
    const model = folder.path('net.onnx');
    await writeFile(model, PROFILED_MODELS.convolutions());
    const report = await benchmark(model, { profile: false });
    assert.equal(report.profile, null);
    assert.match(report.command, / --no-profile$/);
  });

  it('leaves nothing behind when the child is killed in the middle of it', async () => {
    const model = folder.path('net.onnx');
    await writeFile(model, PROFILED_MODELS.convolutions());
    const before = await temporaries();
    const abort = new AbortController();
    const running = worker.run('benchmark', request(model), {
      signal: abort.signal,
      progress: ({ phase }) => {
        if (phase === 'Profiling') abort.abort();
      },
    });
    assert.equal((await thrownBy(() => running)).kind, 'cancelled');
    assert.deepEqual(await temporaries(), before);
  });
});
