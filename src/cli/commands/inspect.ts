import path from 'node:path';
import { overview } from '../../model/overview';
import { type CostSummary, costFacts, costSummary } from '../../shared/nodeTable/costSummary';
import { summaryAsJson } from '../../shared/nodeTable/export';
import { printable } from '../../shared/printable';
import type { Overview, TypedName } from '../../shared/protocol/editor';
import { formatBytes, formatCount, formatInteger } from '../../shared/units';
import { dimensionOptions, oneModel } from '../arguments';
import type { Command } from '../command';
import { commonOptions, sizeOptions } from '../commonOptions';
import { openStructure } from '../openStructure';
import { textTable } from '../textTable';

/** What the first page knows, without what only an editor needs. */
type Inspection = Omit<Overview, 'canRun' | 'cannotRunReason'>;

export const inspect: Command = {
  name: 'inspect',
  summary: 'Show what a model is: producer, opsets, inputs, outputs, size, operators, cost',
  options: { ...commonOptions, ...sizeOptions },
  async run(args, { terminal }) {
    const file = oneModel(inspect, args);
    const { model, types, table } = await openStructure(file, dimensionOptions(inspect, args));
    const facts = { file: path.basename(file), canRun: false, cannotRunReason: '', types };
    const { canRun: _, cannotRunReason: __, ...inspection } = overview(model, facts);
    const cost = costSummary(table);
    terminal.answer({ ...inspection, cost: summaryAsJson(cost) }, () => inspectionText(inspection, cost));
    return [];
  },
};

function inspectionText(page: Inspection, cost: CostSummary): string {
  const external = page.externalBytes === 0 ? '' : ` and ${formatBytes(page.externalBytes)} of external data`;
  const opsets = page.opsets.map(({ domain, version }) => `${domain === '' ? 'ai.onnx' : domain} ${version}`);
  const facts: readonly (readonly [string, string])[] = [
    ['Format', `${page.format}, version ${page.formatVersion}`],
    ['Producer', page.producer],
    ['Opsets', opsets.join(', ')],
    ['Size', `${formatBytes(page.fileBytes)}${external}`],
    ['Parameters', `${formatCount(page.parameters)} in ${formatInteger(page.weights)} weights`],
    ...costFacts(cost),
  ];
  const notes = [...page.notes, ...cost.notes];
  const width = Math.max(...facts.map(([name]) => name.length));
  return [
    printable(page.file),
    ...facts.filter(([, value]) => value !== '').map(([name, value]) => `  ${name.padEnd(width)}  ${printable(value)}`),
    ends('Inputs', page.inputs),
    ends('Outputs', page.outputs),
    section(
      'Weights by type',
      textTable(
        [{ title: 'Type' }, { title: 'Bytes', align: 'right' }, { title: 'Elements', align: 'right' }],
        page.bytesByDtype.map(({ dtype, bytes, elements }) => [dtype, formatBytes(bytes), formatInteger(elements)]),
      ),
    ),
    section(
      'Operators',
      textTable(
        [{ title: 'Operator' }, { title: 'Count', align: 'right' }],
        page.operators.map(({ op, domain, count }) => [domain === '' ? op : `${domain}.${op}`, formatInteger(count)]),
      ),
    ),
    notes.length === 0 ? '' : section('Notes', notes.map(note => `- ${printable(note)}`).join('\n')),
  ]
    .filter(part => part !== '')
    .join('\n');
}

function ends(title: string, values: readonly TypedName[]): string {
  return section(
    title,
    textTable(
      [{ title: 'Name', most: 60 }, { title: 'Type' }],
      values.map(({ name, type }) => [name, type]),
    ),
  );
}

function section(title: string, body: string): string {
  return `\n${title}\n${body.replace(/^/gm, '  ')}`;
}
