import type { LayerProfile, ProfiledNode, ProfiledPlace } from '../shared/reports/benchmarkReport';
import { profileFacts } from '../shared/reports/profileFacts';
import { formatInteger, formatMilliseconds, formatPercent } from '../shared/units';
import { code, table, text } from './markdown';
import { profileVerdict } from './profileText';

/** Nodes that the table shows; the JSON report has all. */
const SHOWN = 20;

/** Where the time goes, for people: the dearest nodes, the operators, what belongs to no node. */
export function profileMarkdown(profile: LayerProfile | null): readonly string[] {
  if (profile === null) return [];
  return [
    '## Where the time goes',
    profileVerdict(profile),
    nodeTable(profile),
    operatorTable(profile),
    profileFacts(profile)
      .map(note => `- ${text(note)}`)
      .join('\n'),
  ];
}

function nodeTable({ nodes, absorbed }: LayerProfile): string {
  const inside = new Map<number, ProfiledPlace[]>();
  for (const node of absorbed) inside.set(node.inside, [...(inside.get(node.inside) ?? []), node]);
  return table(
    [
      { title: 'Node' },
      { title: 'Operator' },
      { title: 'Kernel' },
      { title: 'Mean', align: 'right' },
      { title: 'Median', align: 'right' },
      { title: 'Share', align: 'right' },
      { title: 'Calls', align: 'right' },
      { title: 'Inside it' },
    ],
    nodes
      .slice(0, SHOWN)
      .map((node, row) => [
        nodeName(node),
        code(node.op),
        code(node.kernel),
        formatMilliseconds(node.meanMs),
        formatMilliseconds(node.medianMs),
        formatPercent(node.share),
        callsText(node),
        insideText(inside.get(row) ?? []),
      ]),
  );
}

function nodeName({ graph, node, name }: ProfiledPlace): string {
  const named = name === '' ? `unnamed, number ${formatInteger(node)}` : code(name);
  return graph === 'main' ? named : `${named} in ${code(graph)}`;
}

function callsText({ calls }: ProfiledNode): string {
  return Number.isInteger(calls) ? formatInteger(calls) : calls.toFixed(1);
}

function insideText(nodes: readonly ProfiledPlace[]): string {
  const operators = new Map<string, number>();
  for (const { op } of nodes) operators.set(op, (operators.get(op) ?? 0) + 1);
  return Array.from(operators, ([op, times]) => (times === 1 ? code(op) : `${times} × ${code(op)}`)).join(', ');
}

function operatorTable({ operators }: LayerProfile): string {
  return table(
    [
      { title: 'Kernel' },
      { title: 'How many', align: 'right' },
      { title: 'Mean of a run', align: 'right' },
      { title: 'Share', align: 'right' },
    ],
    operators
      .slice(0, SHOWN)
      .map(({ op, kernels, meanMs, share }) => [
        code(op),
        formatInteger(kernels),
        formatMilliseconds(meanMs),
        formatPercent(share),
      ]),
  );
}
