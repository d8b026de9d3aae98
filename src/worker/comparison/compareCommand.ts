import path from 'node:path';
import { fileWord, optionWords } from '../../shared/commandWords';
import type { CompareRequest } from '../../shared/protocol/jobs';
import { DEFAULT_TOLERANCE } from '../../shared/reports/compareReport';

/** Words of the command that repeats a comparison in the folder of A. */
export function compareCommand(request: CompareRequest): readonly string[] {
  const folder = path.dirname(path.resolve(request.a));
  const fromFolder = (file: string): string => fileWord(path.relative(folder, path.resolve(file)) || '.');
  const isRun = request.run !== 'never';
  return [
    'model-lathe',
    'compare',
    fromFolder(request.a),
    fromFolder(request.b),
    ...(isRun && request.data !== null ? ['--data', fromFolder(request.data)] : []),
    ...(request.run === 'samples' && request.data === null ? ['--run'] : []),
    ...(request.run === 'synthetic' ? ['--synthetic'] : []),
    ...(isRun && request.tolerance !== DEFAULT_TOLERANCE ? ['--tolerance', String(request.tolerance)] : []),
    ...(request.threads === 0 ? [] : ['--threads', String(request.threads)]),
    ...request.freeDimensions.flatMap(({ name, value }) => optionWords('--dim', `${name}=${value}`)),
  ];
}
