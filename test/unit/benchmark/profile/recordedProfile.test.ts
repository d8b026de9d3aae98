import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ExecutedGraph } from '../../../../src/benchmark/profile/executedGraph';
import { KernelTimes } from '../../../../src/benchmark/profile/kernelTimes';
import { layerProfile } from '../../../../src/benchmark/profile/layerProfile';
import { labelNodes, namedNodes } from '../../../../src/benchmark/profile/nodeLabels';
import { parseTraceLine } from '../../../../src/benchmark/profile/traceEvent';
import { memorySource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import type { LayerProfile } from '../../../../src/shared/reports/benchmarkReport';
import { PROFILED_MODELS } from '../../../fixtures/profiles/profiledModels';

const FOLDER = path.join(__dirname, '../../../fixtures/profiles');
const WARM_UPS = 1;

describe('a profile from a recorded trace', () => {
  async function profileOf(name: keyof typeof PROFILED_MODELS, isLabelled = true): Promise<LayerProfile> {
    const { model, skeleton } = await readOnnx(memorySource(PROFILED_MODELS[name](), `${name}.onnx`));
    const optimized = await readFile(path.join(FOLDER, `${name}.optimized.onnx`));
    const labels = isLabelled ? labelNodes(skeleton, model) : namedNodes(model);
    const read = await readOnnx(memorySource(optimized, 'optimized'));
    const executed = isLabelled ? new ExecutedGraph(model, read.model, labels) : null;
    const times = new KernelTimes(WARM_UPS);
    for (const line of await lines(name)) {
      const event = parseTraceLine(line);
      if (event) times.add(event);
    }
    return layerProfile({ batch: null, times: times.finish(), labels, executed, slowdown: 1, notes: [] });
  }

  async function lines(name: string): Promise<readonly string[]> {
    return (await readFile(path.join(FOLDER, `${name}.trace`), 'utf8')).split('\n');
  }

  /** Milliseconds of a run, on average, from the raw text of the runs that count. */
  async function rawMean(name: string, isWanted: (event: RawEvent) => boolean): Promise<number> {
    const events = (await lines(name))
      .filter(line => line.startsWith('{'))
      .map(line => JSON.parse(line.replace(/,$/, '')) as RawEvent);
    const ends = events.flatMap(({ name: what }, index) => (what === 'model_run' ? [index] : []));
    const counted = events.slice((ends[WARM_UPS - 1] ?? 0) + 1);
    return counted.filter(isWanted).reduce((sum, { dur }) => sum + dur, 0) / (ends.length - WARM_UPS) / 1000;
  }

  function closeTo(actual: number | undefined, expected: number): void {
    assert.ok(actual !== undefined && Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
  }

  it('gives a fused convolution its time and lists what ran inside it', async () => {
    const profile = await profileOf('convolutions');
    const nodes = new Map(profile.nodes.map(node => [node.node, node]));
    assert.deepEqual(
      [...nodes.keys()].sort((a, b) => a - b),
      [0, 2, 5, 6, 7],
    );
    assert.equal(profile.runs, 2);
    closeTo(nodes.get(0)?.meanMs, await rawMean('convolutions', ({ name }) => name === 'r1_nchwc_kernel_time'));
    closeTo(nodes.get(2)?.meanMs, await rawMean('convolutions', ({ name }) => name === 'c2_nchwc_kernel_time'));
    const inside = profile.absorbed.map(({ node, op, inside: row }) => [node, op, profile.nodes[row]?.node]);
    assert.deepEqual(
      inside.sort((a, b) => Number(a[0]) - Number(b[0])),
      [
        [1, 'Relu', 0],
        [3, 'Add', 2],
        [4, 'Relu', 2],
        [8, 'Add', 7],
      ],
    );
    assert.equal(nodes.get(7)?.kernel, 'Gemm');
  });

  it('leaves copies into other layouts to no node, and adds up to all kernels', async () => {
    const profile = await profileOf('convolutions');
    assert.deepEqual(profile.unattributed.kernels.map(({ op }) => op).sort(), ['ReorderInput', 'ReorderOutput']);
    closeTo(
      profile.unattributed.meanMs,
      await rawMean('convolutions', ({ args }) => /^Reorder/.test(args.op_name ?? '')),
    );
    closeTo(profile.kernelsMs, await rawMean('convolutions', ({ cat }) => cat === 'Node'));
    closeTo(profile.runMs, await rawMean('convolutions', ({ name }) => name === 'model_run'));
    assertAddsUp(profile);
  });

  it('tells nodes of bodies and functions apart that have the same name, and counts nothing twice', async () => {
    const profile = await profileOf('bodies');
    const calls = new Map(profile.nodes.map(({ graph, node, calls: times }) => [`${graph} ${node}`, times]));
    assert.equal(calls.get('main 0'), 1);
    assert.equal(calls.get('main/0.body 0'), 3);
    assert.equal(calls.get('function:my.Block 0'), 2);
    assert.equal(calls.get('function:my.Block 1'), 2);
    const branches = [...calls].filter(([place]) => place.startsWith('main/0.body/4.'));
    assert.equal(
      branches.reduce((sum, [, times]) => sum + times, 0),
      3,
    );
    // The loop's kernel lasts as long as everything in it: what runs in it is not the loop's.
    const top = await rawMean(
      'bodies',
      ({ cat, name }) => cat === 'Node' && /lathe_node_\d+_/.test(name) && /^(lathe_node_0_|_inl)/.test(name),
    );
    closeTo(profile.kernelsMs, top);
    assertAddsUp(profile);
  });

  it('by the names of the model alone gives time only where a name is of one node', async () => {
    const profile = await profileOf('bodies', false);
    assert.deepEqual(profile.nodes, []);
    closeTo(profile.unattributed.share, 1);
    assertAddsUp(profile);
  });

  function assertAddsUp({ nodes, omitted, unattributed, operators, kernelsMs }: LayerProfile): void {
    const own = nodes.reduce((sum, { meanMs }) => sum + meanMs, 0);
    closeTo(own + omitted.meanMs + unattributed.meanMs, kernelsMs);
    closeTo(
      operators.reduce((sum, { meanMs }) => sum + meanMs, 0),
      kernelsMs,
    );
    closeTo(nodes.reduce((sum, { share }) => sum + share, 0) + unattributed.share, 1);
  }
});

interface RawEvent {
  readonly cat: string;
  readonly name: string;
  readonly dur: number;
  readonly args: { readonly op_name?: string };
}
