import { setImmediate } from 'node:timers/promises';

/** Between two looks at what else waits: messages, a cancellation or the end of whoever started the job. */
const INTERVAL_MS = 50;

/** Gives a function that lets waiting events in, when it is time: work that holds the thread calls it between its steps. */
export function pauses(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < INTERVAL_MS) return;
    await setImmediate();
    last = performance.now();
  };
}

/** Chunks as they come, with pauses between them. */
export async function* withPauses(
  chunks: AsyncIterable<Uint8Array>,
  pause: () => Promise<void>,
): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    await pause();
    yield chunk;
  }
}
