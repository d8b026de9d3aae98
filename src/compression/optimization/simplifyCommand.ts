import path from 'node:path';
import { fileWord, optionWords } from '../../shared/commandWords';
import type { SimplifyRequest } from '../../shared/protocol/jobs';

/** Words of the command that repeats a simplification in the folder of the model. */
export function simplifyCommand(request: SimplifyRequest): readonly string[] {
  const folder = path.dirname(path.resolve(request.model));
  const fromFolder = (file: string): string => fileWord(path.relative(folder, path.resolve(file)));
  return [
    'model-lathe',
    'simplify',
    fileWord(path.basename(request.model)),
    ...(request.only.length === 0 ? [] : ['--only', request.only.join(',')]),
    ...(request.skip.length === 0 ? [] : ['--skip', request.skip.join(',')]),
    ...(request.opset === null ? [] : ['--opset', String(request.opset)]),
    ...(request.float32 ? ['--float32'] : []),
    ...request.sizes.flatMap(({ name, value }) => optionWords('--dim', `${name}=${value}`)),
    ...request.freeDimensions
      .filter(({ name }) => !request.sizes.some(size => size.name === name))
      .flatMap(({ name, value }) => optionWords('--sample-dim', `${name}=${value}`)),
    ...(request.data === null ? [] : ['--data', fromFolder(request.data)]),
    ...(request.out === null ? [] : ['--out', fromFolder(request.out)]),
    ...(request.threads === 0 ? [] : ['--threads', String(request.threads)]),
    '--force',
  ];
}
