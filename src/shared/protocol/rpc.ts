import { type ErrorInfo, errorInfo, LatheError } from '../errors';
import type { Result } from '../result';

/** An interface whose methods can be called across a message channel. */
export type Methods<T> = { readonly [K in keyof T]: (...args: never[]) => unknown };

type Call = { readonly type: 'call'; readonly id: number; readonly method: string; readonly args: readonly unknown[] };
type Reply = { readonly type: 'reply'; readonly id: number; readonly result: Result<unknown> };
type Message = Call | Reply;

/** The remote side: every method returns a promise of what the local one returns. */
export type Remote<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;
};

export interface Channel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

function isMessage(message: unknown): message is Message {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    (message.type === 'call' || message.type === 'reply') &&
    'id' in message &&
    typeof message.id === 'number'
  );
}

/**
 * Connects two sides of a channel. Every call gets a reply: a value, or the `ErrorInfo` of whatever was thrown, which
 * rejects on the calling side as a `LatheError`.
 */
export function connect<Theirs extends object>(channel: Channel, ours: object): Remote<Theirs> {
  const waiting = new Map<number, (result: Result<unknown>) => void>();
  let lastId = 0;

  async function answer(call: Call): Promise<void> {
    let result: Result<unknown>;
    try {
      const method: unknown = Object.hasOwn(ours, call.method) ? Reflect.get(ours, call.method) : undefined;
      if (typeof method !== 'function') throw unknownMethod(call.method);
      result = { ok: true, value: await method.apply(ours, call.args) };
    } catch (thrown) {
      result = { ok: false, error: errorInfo(thrown) };
    }
    channel.post({ type: 'reply', id: call.id, result } satisfies Reply);
  }

  channel.onMessage(message => {
    if (!isMessage(message)) return;
    if (message.type === 'call') {
      void answer(message);
    } else {
      waiting.get(message.id)?.(message.result);
      waiting.delete(message.id);
    }
  });

  return new Proxy({} as Remote<Theirs>, {
    get: (_target, method) => {
      if (typeof method !== 'string' || method === 'then') return undefined;
      return (...args: unknown[]) =>
        new Promise((resolve, reject) => {
          lastId += 1;
          waiting.set(lastId, result => (result.ok ? resolve(result.value) : reject(new LatheError(result.error))));
          channel.post({ type: 'call', id: lastId, method, args } satisfies Call);
        });
    },
  });
}

function unknownMethod(method: string): LatheError {
  const info: ErrorInfo = { code: 'rpc.unknownMethod', kind: 'internal', message: `No method "${method}".` };
  return new LatheError(info);
}
