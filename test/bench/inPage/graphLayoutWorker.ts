import type { Hierarchy } from '../../../webview/graph/hierarchy/hierarchy';
import { drawing } from '../../../webview/graph/layout/makeDrawing';
import { drawingInput } from '../../fixtures/drawings/hierarchyOf';
import { residualCnn, transformer } from '../../fixtures/drawings/networks';
import type { DrawingTask, DrawingTimes } from '../drawingTimes';

/** Nodes of a layer of one and of a block of the other, as `networks.ts` builds them. */
const LAYER_NODES = 25;
const BLOCK_NODES = 7.25;

function networkOf({ network, nodes }: DrawingTask): Hierarchy {
  return network === 'CNN' ? residualCnn(Math.ceil(nodes / BLOCK_NODES)) : transformer(Math.ceil(nodes / LAYER_NODES));
}

/** Adds up what a layout must at least read. */
function plainPass({ from, to, parent, kind }: Hierarchy): number {
  let sum = 0;
  for (let i = 0; i < parent.length; i++) sum += (parent[i] ?? 0) + (kind[i] ?? 0);
  for (let e = 0; e < from.length; e++) sum += (from[e] ?? 0) ^ (to[e] ?? 0);
  return sum;
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function measure(task: DrawingTask): DrawingTimes {
  const input = drawingInput(networkOf(task));
  let lines = 0;
  const draw = (): void => {
    lines = drawing(input).source.length;
  };
  const first = timed(draw);
  const later = Array.from({ length: task.rounds }, () => timed(draw));
  let sum = 0;
  const pass = timed(() => {
    sum = plainPass(input.hierarchy);
  });
  const nodes = input.hierarchy.kind.filter(kind => kind === 0).length;
  if (!Number.isFinite(sum)) throw new Error('The pass found no numbers.');
  return { first, later, pass, nodes, lines };
}

self.addEventListener('message', ({ data }: MessageEvent<DrawingTask>) => {
  self.postMessage(measure(data));
});
