import path from 'node:path';
import { fileWord, optionWords } from '../../shared/commandWords';
import type { QuantizeRequest } from '../../shared/protocol/jobs';

/** Words of the command that repeats a quantization in the folder of the model. */
export function quantizeCommand(request: QuantizeRequest, method: 'dynamic' | 'static'): readonly string[] {
  const folder = path.dirname(path.resolve(request.model));
  const fromFolder = (file: string): string => fileWord(path.relative(folder, path.resolve(file)));
  return [
    'model-lathe',
    'quantize',
    fileWord(path.basename(request.model)),
    '--method',
    method,
    ...(request.data === null ? [] : ['--data', fromFolder(request.data)]),
    ...(request.out === null ? [] : ['--out', fromFolder(request.out)]),
    ...(method === 'static' ? ['--calibration', request.calibration] : []),
    '--samples',
    String(request.samples),
    ...(request.perChannel ? [] : ['--per-tensor']),
    ...(request.latencyGate ? [] : ['--no-latency-gate']),
    ...request.exclude.flatMap(name => optionWords('--exclude', name)),
    ...(request.threads === 0 ? [] : ['--threads', String(request.threads)]),
    ...request.freeDimensions.flatMap(({ name, value }) => optionWords('--dim', `${name}=${value}`)),
    '--force',
  ];
}
