import { errorInfo } from '../../../src/shared/errors';
import { graphWorkerUnavailable } from '../errors';
import type { GraphWorker } from './graphWorker';

/**
 * Starts the worker of this page. Pages of VS Code may not load workers from the extension's folder, so its script is fetched
 * and started from memory. The page's script element says where it is: `data-graph-worker`.
 * @throws LatheError `graph.workerUnavailable`.
 */
export async function startGraphWorker(): Promise<GraphWorker> {
  const script = document.querySelector<HTMLElement>('script[data-graph-worker]')?.dataset.graphWorker;
  if (script === undefined) throw graphWorkerUnavailable('this page does not say where it is.');
  const url = URL.createObjectURL(await fetchScript(script));
  try {
    return workerOf(new Worker(url, { name: 'graph' }));
  } catch (thrown) {
    throw graphWorkerUnavailable(errorInfo(thrown).message);
  } finally {
    // The worker has its script by then; browsers keep it for a worker that is being made.
    URL.revokeObjectURL(url);
  }
}

async function fetchScript(script: string): Promise<Blob> {
  const response = await fetch(script).catch((thrown: unknown) => {
    throw graphWorkerUnavailable(errorInfo(thrown).message);
  });
  if (!response.ok) throw graphWorkerUnavailable(`its file answers ${response.status}.`);
  return new Blob([await response.arrayBuffer()], { type: 'text/javascript' });
}

function workerOf(worker: Worker): GraphWorker {
  return {
    post: message => worker.postMessage(message),
    onMessage: listener => worker.addEventListener('message', event => listener(event.data)),
    onFailure: listener => {
      worker.addEventListener('error', event => listener(event.message));
      worker.addEventListener('messageerror', () => listener('a message of its could not be read.'));
    },
    terminate: () => worker.terminate(),
  };
}
