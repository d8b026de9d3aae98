/** Longest stretch of work between two chances for input and painting, in milliseconds. */
const SLICE_MS = 12;

/**
 * Runs a stepwise computation without holding the thread: after every slice it waits one turn of the event loop.
 * @returns `null` when `signal` was aborted meanwhile.
 */
export async function runSliced<T>(steps: Generator<void, T>, signal: AbortSignal): Promise<T | null> {
  let sliceStart = performance.now();
  for (;;) {
    const step = steps.next();
    if (signal.aborted) return null;
    if (step.done === true) return step.value;
    if (performance.now() - sliceStart > SLICE_MS) {
      await new Promise(resolve => setTimeout(resolve, 0));
      sliceStart = performance.now();
    }
  }
}
