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
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LatheError(
    {
      code: 'job.cannotWrite',
      kind: 'environment',
      message: `Cannot write ${path.basename(target)}: ${reason}.`,
      next: 'Check the free space and the permissions of the folder, or name another target with --out.',
      file: target,
    },
    { cause },
  );
}
