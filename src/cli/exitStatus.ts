import type { ErrorKind } from '../shared/errors';

export const EXIT = { done: 0, failed: 1, usage: 2, limit: 3 } as const;

/** 128 + signal, as shells report it. */
export const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

export function exitStatus(kind: ErrorKind): number {
  return kind === 'usage' ? EXIT.usage : EXIT.failed;
}
