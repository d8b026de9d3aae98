import { profileVerdict } from '../report/profileText';
import { printable } from '../shared/printable';
import type { LayerProfile } from '../shared/reports/benchmarkReport';
import { profileFacts } from '../shared/reports/profileFacts';
import { formatMilliseconds, formatPercent } from '../shared/units';
import { plainText } from './plainText';
import { textTable } from './textTable';

/** The rest is in the report. */
const SHOWN = 10;

/** Where the time goes, in lines for a terminal. */
export function profileText(profile: LayerProfile | null): readonly string[] {
  if (profile === null) return [];
  const table = textTable(
    [
      { title: 'Node' },
      { title: 'Operator' },
      { title: 'Kernel' },
      { title: 'Mean', align: 'right' },
      { title: 'Share', align: 'right' },
    ],
    profile.nodes
      .slice(0, SHOWN)
      .map(({ graph, node, name, op, kernel, meanMs, share }) => [
        printable(name === '' ? `${graph} ${node}` : name),
        printable(op),
        printable(kernel),
        formatMilliseconds(meanMs),
        formatPercent(share),
      ]),
  );
  return ['', plainText(profileVerdict(profile)), '', table, '', ...profileFacts(profile).map(fact => printable(fact))];
}
