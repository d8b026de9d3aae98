import type { DrawingTask, DrawingTimes } from '../drawingTimes';

/** Gives a task to a fresh worker that runs `code`. */
export function drawingTimes(code: string, task: DrawingTask): Promise<DrawingTimes> {
  return new Promise((resolve, reject) => {
    const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.onerror = event => reject(new Error(event.message));
    worker.onmessage = ({ data }: MessageEvent<DrawingTimes>) => {
      worker.terminate();
      URL.revokeObjectURL(url);
      resolve(data);
    };
    worker.postMessage(task);
  });
}

Object.assign(window, { drawingTimes });
