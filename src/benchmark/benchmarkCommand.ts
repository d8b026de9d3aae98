import path from 'node:path';
import { fileWord, optionWords } from '../shared/commandWords';
import type { BenchmarkRequest } from '../shared/protocol/jobs';

/** What the command line calls each scenario: MLPerf's names. */
export const SCENARIO_NAMES = { latency: 'single-stream', throughput: 'offline' } as const satisfies Record<
  BenchmarkRequest['scenario'],
  string
>;

/** Words of the command that repeats a benchmark in the folder of the model. */
export function benchmarkCommand(request: BenchmarkRequest): readonly string[] {
  const folder = path.dirname(path.resolve(request.model));
  const data = request.data === null ? [] : ['--data', fileWord(path.relative(folder, path.resolve(request.data)))];
  return [
    'model-lathe',
    'benchmark',
    fileWord(path.basename(request.model)),
    '--scenario',
    SCENARIO_NAMES[request.scenario],
    ...(request.batches.length === 0 ? [] : ['--batch', request.batches.join(',')]),
    ...(request.threads === 0 ? [] : ['--threads', String(request.threads)]),
    ...request.freeDimensions.flatMap(({ name, value }) => optionWords('--dim', `${name}=${value}`)),
    ...data,
    '--precision',
    String(request.targetPrecision),
    '--seconds',
    String(request.secondsPerPoint),
    ...(request.profile ? [] : ['--no-profile']),
  ];
}
