import assert from 'node:assert/strict';
import { benchmarkCommand } from '../../../src/benchmark/benchmarkCommand';
import { parseCommandLine } from '../../../src/cli/arguments';
import { benchmark } from '../../../src/cli/commands/benchmark';
import { quantize } from '../../../src/cli/commands/quantize';
import { quantizeCommand } from '../../../src/compression/quantization/quantizeCommand';

describe('the command that repeats a job', () => {
  const common = { model: '-net.onnx', threads: 0, data: '-x.npz', freeDimensions: [{ name: '-n', value: 2 }] };

  it('is understood by the command line when names begin with a dash', () => {
    const [, , ...words] = quantizeCommand(
      {
        ...common,
        method: 'auto',
        out: '-y.onnx',
        force: false,
        calibration: 'minmax',
        perChannel: true,
        latencyGate: true,
        exclude: ['-first', 'second'],
        samples: 5,
      },
      'static',
    );
    const args = parseCommandLine(quantize, words);
    assert.deepEqual(args.models, ['./-net.onnx']);
    assert.deepEqual(args.texts('exclude'), ['-first', 'second']);
    assert.deepEqual([args.text('data'), args.text('out'), args.text('dim')], ['./-x.npz', './-y.onnx', '-n=2']);
  });

  it('of a benchmark too', () => {
    const [, , ...words] = benchmarkCommand({
      ...common,
      scenario: 'latency',
      batches: [],
      targetPrecision: 0.02,
      profile: true,
      secondsPerPoint: 10,
      write: true,
    });
    const args = parseCommandLine(benchmark, words);
    assert.deepEqual([args.models, args.text('data'), args.text('dim')], [['./-net.onnx'], './-x.npz', '-n=2']);
  });
});
