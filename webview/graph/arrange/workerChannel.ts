import type { Channel } from '../../../src/shared/protocol/rpc';
import type { ArrangedMessage } from './graphWorker';

/** What a worker has of the global scope; the DOM's types know windows only. */
export interface WorkerScope {
  postMessage(message: unknown, transfer: readonly ArrayBufferLike[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** The worker's end of the channel. Drawings are handed over, not copied. */
export function workerChannel(scope: WorkerScope): Channel {
  return {
    post: message => scope.postMessage(message, isArranged(message) ? drawingBuffers(message.result.value) : []),
    onMessage: listener => scope.addEventListener('message', event => listener(event.data)),
  };
}

interface ArrangedReply {
  readonly result: { readonly value: Pick<ArrangedMessage, 'open' | 'drawing'> };
}

function isArranged(message: unknown): message is ArrangedReply {
  if (!isObject(message) || !isObject(message.result)) return false;
  const { value } = message.result;
  return isObject(value) && 'open' in value && 'drawing' in value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function drawingBuffers({ open, drawing }: Pick<ArrangedMessage, 'open' | 'drawing'>): readonly ArrayBufferLike[] {
  const arrays = [open, ...Object.values(drawing).filter(value => ArrayBuffer.isView(value))];
  return [...new Set(arrays.map(({ buffer }) => buffer))];
}
