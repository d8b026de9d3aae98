import type { Environment } from '../shared/reports/environment';
import { formatBytes } from '../shared/units';
import { table, text } from './markdown';

/** The machine and the versions a report was made with, as a table. */
export function environmentMarkdown(environment: Environment): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Date', environment.date],
    ['Processor', `${environment.cpu}, ${environment.cores} cores`],
    ['Memory', formatBytes(environment.memoryBytes)],
    ['System', environment.os],
    ['Runtime', `${environment.runtime}, Node ${environment.node}`],
    ['Model Lathe', environment.tool],
  ];
  return table(
    [{ title: 'Machine' }, { title: '' }],
    rows.map(([name, value]) => [name, text(value)]),
  );
}
