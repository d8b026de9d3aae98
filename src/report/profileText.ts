import type { LayerProfile } from '../shared/reports/benchmarkReport';
import { formatPercent } from '../shared/units';
import { code } from './markdown';

/** The answer in one sentence, as Markdown. */
export function profileVerdict({ nodes, operators }: LayerProfile): string {
  const [node] = nodes;
  const [operator] = operators;
  if (node === undefined || operator === undefined) return 'No kernel ran.';
  const name = node.name === '' ? `node ${node.node}` : code(node.name);
  return `**${formatPercent(operator.share, 0)} of the time is spent in ${code(operator.op)}**; the dearest node is ${name} with ${formatPercent(node.share)}.`;
}
