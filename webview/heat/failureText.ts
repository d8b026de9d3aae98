import type { ErrorInfo } from '../../src/shared/errors';

/** In one line what went wrong. */
export function failureText(error: ErrorInfo): string {
  return error.kind === 'cancelled' ? 'Stopped before all weights were read' : error.message;
}
