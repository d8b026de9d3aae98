import { neededNodes } from '../../graph/neededNodes';
import type { Pass } from '../pass';

/** Nodes that no output depends on. */
export const deadNodes: Pass = {
  id: 'dead-nodes',
  title: 'Drop nodes that no output depends on',
  mends: ['dead-node'],
  exactness: 'exact',
  request: null,
  async run(context) {
    const { graph } = context.work;
    const needed = new Set(neededNodes(graph));
    for (const node of graph.node) if (!needed.has(node)) context.changed(node);
    graph.node = graph.node.filter(node => needed.has(node));
  },
};
