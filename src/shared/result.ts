import type { ErrorInfo } from './errors';

/** A reply that always arrives: either the value or a description of what went wrong. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorInfo };
