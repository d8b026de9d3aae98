import { LatheError } from '../shared/errors';
import { formatInteger } from '../shared/units';

const DOWNLOAD_AGAIN = 'Copy or download the file again; it is incomplete or damaged.';

function at(offset: number): string {
  return `byte ${formatInteger(offset)}`;
}

export function cannotOpen(file: string, cause: unknown): LatheError {
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  return new LatheError(
    {
      code: missing ? 'source.missing' : 'source.cannotOpen',
      kind: missing ? 'missing' : 'environment',
      message: missing ? 'The file does not exist.' : `The file cannot be opened: ${reason(cause)}.`,
      next: missing ? 'Check the path.' : 'Check that the file can be read by you.',
      file,
    },
    { cause },
  );
}

export function notRegularFile(file: string): LatheError {
  return new LatheError({
    code: 'source.notRegularFile',
    kind: 'refused',
    message: 'This is a folder or a device, not a file.',
    next: 'Name a model file.',
    file,
  });
}

export function cannotRead(file: string, offset: number, cause: unknown): LatheError {
  return new LatheError(
    {
      code: 'source.cannotRead',
      kind: 'environment',
      message: `Reading failed: ${reason(cause)}.`,
      next: 'Check the disk or the network the file is on, then open it again.',
      file,
      place: at(offset),
    },
    { cause },
  );
}

export function outOfRange(file: string, offset: number, length: number, size: number): LatheError {
  return new LatheError({
    code: 'source.outOfRange',
    kind: 'malformed',
    message: `${formatInteger(length)} bytes were asked for where the file has ${formatInteger(size)} in all.`,
    next: DOWNLOAD_AGAIN,
    file,
    place: at(offset),
  });
}

export function sourceChanged(file: string): LatheError {
  return new LatheError({
    code: 'source.changed',
    kind: 'changed',
    message: 'The file changed while it was being read.',
    next: 'Open it again.',
    file,
  });
}

export function sourceClosed(file: string): LatheError {
  return new LatheError({ code: 'source.closed', kind: 'internal', message: 'The file was closed already.', file });
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
