import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/analysis/random';
import { type BenchmarkSettings, measureScenario } from '../../../src/benchmark/benchmark';
import { foreignCores } from '../../../src/benchmark/loadMeter';
import { parseStatus, processMemory } from '../../../src/benchmark/memoryMeter';
import type { BenchmarkInputs, Feeds } from '../../../src/benchmark/scenario';
import { scenarios } from '../../../src/benchmark/scenarios';
import { benchmarkWarnings, type WarningFacts } from '../../../src/benchmark/warnings';
import { thrownBy } from '../../fixtures/thrown';
import { type FakeMachine, fakeMachine } from './fakeMachine';

const settings: BenchmarkSettings = { batches: [], threads: 0, targetPrecision: 0.02, secondsPerPoint: 5 };

function feeds(rows: number): Feeds {
  return new Map([['x', { dtype: 'float32', shape: [rows], data: new Float32Array(rows) }]]);
}

function inputs(batch: BenchmarkInputs['batch']): BenchmarkInputs {
  const own = batch.kind === 'fixed' ? batch.size : 1;
  return { batch, feeds: size => [feeds(size ?? own)] };
}

function measure(
  machine: FakeMachine,
  scenario: 'latency' | 'throughput',
  batch: BenchmarkInputs['batch'],
  changes: Partial<BenchmarkSettings> = {},
) {
  const tools = { ...machine, load: () => null };
  const asked = { ...settings, ...changes };
  return measureScenario('m.onnx', scenarios[scenario], inputs(batch), asked, tools, () => undefined);
}

describe('scenarios', () => {
  it('measure throughput by batch size: size over the median time', async () => {
    // A run takes 2 ms and 0.5 ms for each sample.
    const machine = fakeMachine((_, rows) => 2 + rows / 2);
    const { points } = await measure(machine, 'throughput', { kind: 'free' });
    assert.deepEqual(
      points.map(({ batch }) => batch),
      [1, 2, 4, 8, 16, 32],
    );
    for (const { batch, samplesPerSecond, latency, converged } of points) {
      const size = batch ?? 0;
      assert.ok(converged);
      assert.ok(Math.abs(latency.median - (2 + size / 2)) < 1e-3);
      assert.ok(Math.abs(samplesPerSecond - (size * 1000) / (2 + size / 2)) < 1);
    }
    assert.deepEqual([machine.loads(), machine.open()], [6, 0]);
  });

  it('measure load and first run apart from the rest', async () => {
    const machine = fakeMachine(run => (run === 0 ? 300 : 4));
    const { points } = await measure(machine, 'latency', { kind: 'free' });
    const [point] = points;
    assert.ok(point !== undefined && points.length === 1);
    assert.ok(Math.abs(point.loadMs - 40) < 0.01);
    assert.ok(Math.abs(point.firstRunMs - 300) < 0.01);
    assert.ok(point.latency.max < 4.01);
    assert.deepEqual([point.baselineMemoryBytes, point.peakMemoryBytes, point.peakIsOfPoint], [100, 250, true]);
  });

  it('keep at most two thousand times of however many', async () => {
    const { points } = await measure(
      fakeMachine(() => 0.1),
      'latency',
      { kind: 'free' },
    );
    assert.ok((points[0]?.latency.runs ?? 0) > 10_000);
    assert.equal(points[0]?.times.length, 2000);
  });

  it('take asked batch sizes once, in order', async () => {
    const { points } = await measure(
      fakeMachine(() => 5),
      'throughput',
      { kind: 'free' },
      { batches: [8, 2, 8] },
    );
    assert.deepEqual(
      points.map(({ batch }) => batch),
      [2, 8],
    );
  });

  it('measure what a fixed or missing batch leaves', async () => {
    const fixed = await measure(
      fakeMachine(() => 5),
      'throughput',
      { kind: 'fixed', size: 4 },
    );
    assert.deepEqual(
      fixed.points.map(({ batch, samplesPerSecond }) => [batch, Math.round(samplesPerSecond)]),
      [[4, 800]],
    );
    const none = await measure(
      fakeMachine(() => 5),
      'latency',
      { kind: 'none' },
    );
    assert.deepEqual(
      none.points.map(({ batch, samplesPerSecond }) => [batch, Math.round(samplesPerSecond)]),
      [[null, 200]],
    );
  });

  it('release the session of a model that fails', async () => {
    const machine = fakeMachine(run => {
      if (run === 3) throw new RangeError('failed');
      return 5;
    });
    await assert.rejects(measure(machine, 'latency', { kind: 'free' }), RangeError);
    assert.equal(machine.open(), 0);
  });

  it('stop when told to', async () => {
    const stop = new AbortController();
    const machine = fakeMachine(run => {
      if (run === 50) stop.abort();
      return 5;
    });
    const running = measure({ ...machine, signal: stop.signal }, 'latency', { kind: 'free' });
    await assert.rejects(running, { name: 'LatheError', message: 'Cancelled.' });
    assert.deepEqual([machine.runs(), machine.open()], [51, 0]);
  });

  it('refuse settings out of range', async () => {
    const codeOf = async (changes: Partial<BenchmarkSettings>): Promise<string> =>
      (
        await thrownBy(() =>
          measure(
            fakeMachine(() => 5),
            'latency',
            { kind: 'free' },
            changes,
          ),
        )
      ).code;
    assert.equal(await codeOf({ batches: [0] }), 'benchmark.batchInvalid');
    assert.equal(await codeOf({ threads: -1 }), 'benchmark.settingInvalid');
    assert.equal(await codeOf({ targetPrecision: 0 }), 'benchmark.settingInvalid');
    assert.equal(await codeOf({ secondsPerPoint: Number.NaN }), 'benchmark.settingInvalid');
  });
});

describe('load and memory', () => {
  it('count what others used: busy time less our own, over wall time', () => {
    const before = { busy: 1000, own: 100, at: 0 };
    assert.equal(foreignCores(before, { busy: 4000, own: 2100, at: 2000 }), 0.5);
    assert.equal(foreignCores(before, { busy: 1900, own: 1100, at: 1000 }), 0);
    assert.equal(foreignCores(before, { busy: 1100, own: 100, at: 100 }), null);
    assert.equal(foreignCores(null, before), null);
  });

  it('read kilobytes of the kernel', () => {
    const status = 'Name:\tnode\nVmPeak:\t  999 kB\nVmHWM:\t   12345 kB\nVmRSS:\t  100 kB\n';
    assert.equal(parseStatus(status, 'VmHWM'), 12345 * 1024);
    assert.equal(parseStatus(status, 'VmSwap'), null);
  });

  it('see a peak of this process', () => {
    const memory = processMemory();
    const before = memory.current();
    const block = new Uint8Array(64 * 1024 * 1024).fill(1);
    assert.ok(memory.peak() >= before && block.length > 0);
    assert.ok(memory.peak() > 30e6);
  });
});

describe('warnings', () => {
  const facts: WarningFacts = {
    scenario: scenarios.latency,
    batch: { kind: 'free' },
    asked: [],
    points: [],
    targetPrecision: 0.02,
    foreignCores: 0.01,
    threads: 2,
    cores: 4,
  };

  it('are silent when all is well', () => {
    assert.deepEqual(benchmarkWarnings(facts), []);
    assert.deepEqual(benchmarkWarnings({ ...facts, batch: { kind: 'fixed', size: 1 }, asked: [1] }), []);
  });

  it('say what a fixed batch, a busy machine and too many threads do', () => {
    const all = benchmarkWarnings({
      ...facts,
      scenario: scenarios.throughput,
      batch: { kind: 'fixed', size: 1 },
      foreignCores: 1.25,
      threads: 8,
    });
    assert.equal(all.length, 3);
    assert.match(all[0] ?? '', /fixed at 1.*Export it/);
    assert.match(all[1] ?? '', /1\.3 of 4 cores/);
    assert.match(all[2] ?? '', /8 threads share 4 cores/);
  });

  it('name the points whose median is not known as well as asked', async () => {
    const random = seededRandom(1);
    const machine = fakeMachine(() => 5 + 5 * random());
    const { points } = await measure(
      machine,
      'latency',
      { kind: 'free' },
      { secondsPerPoint: 1, targetPrecision: 0.001 },
    );
    const [warning] = benchmarkWarnings({ ...facts, points, targetPrecision: 0.001 });
    assert.match(warning ?? '', /±0\.1 %.*reached ±\d/);
  });
});
