import path from 'node:path';
import { LatheError } from '../shared/errors';

export function targetExists(target: string): LatheError {
  return new LatheError({
    code: 'job.targetExists',
    kind: 'refused',
    message: `${path.basename(target)} already exists.`,
    next: 'Replace it with --force, or name another target with --out.',
    file: target,
  });
}

export function targetNotAFile(target: string): LatheError {
  return new LatheError({
    code: 'job.targetNotAFile',
    kind: 'refused',
    message: `${path.basename(target)} is a folder or a device, which is never replaced.`,
    next: 'Name another target with --out.',
    file: target,
  });
}

export function cannotWrite(target: string, cause: unknown): LatheError {
  const name = path.basename(target);
  // A temporary is told by the name it stands for.
  const known = /^\.(.+)\.\d+\.\d+\.model-lathe-tmp$/.exec(name)?.[1] ?? name;
  return new LatheError(
    {
      code: 'job.cannotWrite',
      kind: 'environment',
      message: `Cannot write ${known}: ${writeFailure(cause)}.`,
      next: 'Check the free space and the permissions of the folder, or write to another one.',
      file: path.join(path.dirname(target), known),
    },
    { cause },
  );
}

function writeFailure(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause ? cause.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'the folder may not be written to';
  return code === 'ENOENT' ? 'the folder does not exist' : cause.message;
}
