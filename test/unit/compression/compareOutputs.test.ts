import assert from 'node:assert/strict';
import { compareOutputs, type LabelledRuns } from '../../../src/compression/evaluation/compareOutputs';
import { Scratch } from '../../../src/compression/scratch';
import type { Tools } from '../../../src/compression/tools';
import type { Runtime } from '../../../src/model/runtime';
import { createRuntime } from '../../../src/worker/runtime';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';

/** Scores of two classes that are the inputs themselves, times a factor. */
function scores(factor: number): Uint8Array {
  const graph = graphBuilder()
    .input('x', 'float32', [1, 2])
    .weight('f', 'float32', [1, 2], [factor, factor])
    .node('Mul', ['x', 'f'], ['y'])
    .output('y', 'float32', [1, 2]);
  return modelBytes(graph);
}

describe('Comparing two models', () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  /** Each run takes a second of this clock; class 1 is always the answer. */
  async function compare(labels: readonly number[], patience: { runs: number; milliseconds: number }) {
    let now = 0;
    const runs: LabelledRuns = {
      count: labels.length,
      rows: 1,
      labels,
      at: () => {
        now += 1000;
        return new Map([['x', { dtype: 'float32', shape: [1, 2], data: Float32Array.of(1, 2) }]]);
      },
    };
    const tools: Tools = {
      runtime,
      threads: 1,
      clock: () => now,
      scratch: new Scratch('result.onnx', 'source.onnx', () => undefined),
      progress: () => undefined,
      checkCancelled: () => undefined,
    };
    const [source, target] = [await runtime.open(scores(1)), await runtime.open(scores(2))];
    try {
      return await compareOutputs(source, target, runs, patience, tools);
    } finally {
      await source.release();
      await target.release();
    }
  }

  it('goes through as many runs as were promised, and on while there is time', async () => {
    const labels = new Array<number>(10).fill(1);
    assert.equal((await compare(labels, { runs: 3, milliseconds: 0 })).samples, 3);
    assert.equal((await compare(labels, { runs: 3, milliseconds: 5_500 })).samples, 6);
    assert.equal((await compare(labels, { runs: 3, milliseconds: 1e6 })).samples, 10);
  });

  it('counts right answers, and doubts labels that the source never meets', async () => {
    const good = await compare([1, 1, 0, 1], { runs: 4, milliseconds: 0 });
    assert.deepEqual([good.accuracy?.source, good.accuracy?.target, good.warnings], [0.75, 0.75, []]);
    const foreign = await compare([7, 8, 9], { runs: 3, milliseconds: 0 });
    assert.equal(foreign.accuracy?.source, 0);
    assert.match(foreign.warnings.join('\n'), /no right answer on 3 samples.*classes of output "y"/);
  });
});
