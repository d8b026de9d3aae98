import path from 'node:path';
import { rowCount, titleAt, weightsAt } from '../../shared/nodeTable/cells';
import { exactNumber, type NodeColumn, nodeColumns } from '../../shared/nodeTable/columns';
import { costFacts, costSummary, printCount } from '../../shared/nodeTable/costSummary';
import { csv } from '../../shared/nodeTable/csv';
import { rowsAsCsv, rowsAsJson, summaryAsJson, totalsAsJson } from '../../shared/nodeTable/export';
import type { NodeTable } from '../../shared/nodeTable/nodeTable';
import { byOperator, byScope, type GroupTotals, totalsBy } from '../../shared/nodeTable/totals';
import { printable } from '../../shared/printable';
import { formatBytes, formatInteger } from '../../shared/units';
import { choiceOption, dimensionOptions, oneModel } from '../arguments';
import type { Command } from '../command';
import { commonOptions, sizeOptions } from '../commonOptions';
import { exclusiveOptions } from '../errors';
import { openStructure } from '../openStructure';
import { textTable } from '../textTable';

const WAYS = ['node', 'operator', 'scope'] as const;

/** Columns for people; CSV and JSON have all. */
const SHOWN = ['op', 'parameters', 'weightBytes', 'macs', 'flops', 'outputBytes', 'liveBytes', 'intensity', 'outputs'];

export const layers: Command = {
  name: 'layers',
  summary: 'List the layers of a model with what each costs: parameters, bytes, MACs, FLOPs, memory',
  options: {
    ...commonOptions,
    csv: { type: 'boolean', help: 'print comma-separated values' },
    all: { type: 'boolean', help: 'list every node, not only those that own weights' },
    by: { type: 'string', value: WAYS.join('|'), help: 'a row for each node (default), or sums by operator or scope' },
    ...sizeOptions,
  },
  async run(args, { terminal }) {
    const file = oneModel(layers, args);
    if (args.flag('csv') && args.flag('json')) throw exclusiveOptions('layers', 'csv', 'json');
    const by = choiceOption(layers, args, 'by', WAYS, 'node');
    const { table } = await openStructure(file, dimensionOptions(layers, args));
    const head = { schema: 1, file: path.basename(file), by, ...summaryAsJson(costSummary(table)) };
    if (by === 'node') {
      const rows = chosenRows(table, args.flag('all'));
      const columns = nodeColumns(table);
      if (args.flag('csv')) terminal.raw(rowsAsCsv(columns, rows));
      else terminal.answer({ ...head, rows: rowsAsJson(columns, rows) }, () => rowsText(table, columns, rows));
    } else {
      const groups = totalsBy(table, by === 'operator' ? byOperator(table) : byScope(table));
      if (args.flag('csv')) terminal.raw(groupsCsv(by, groups));
      else terminal.answer({ ...head, groups: groups.map(groupJson) }, () => groupsText(table, by, groups));
    }
    return [];
  },
};

function chosenRows(table: NodeTable, all: boolean): readonly number[] {
  const rows = Array.from({ length: rowCount(table) }, (_, row) => row);
  return all ? rows : rows.filter(row => weightsAt(table, row).length > 0);
}

function groupJson({ key, ...totals }: GroupTotals) {
  return { key, ...totalsAsJson(totals) };
}

function groupsCsv(by: string, groups: readonly GroupTotals[]): string {
  const lines = groups.map(({ key, rows, parameters, weightBytes, macs, flops, unknownRows }) => [
    key,
    rows,
    parameters,
    weightBytes,
    exactNumber(macs),
    exactNumber(flops),
    unknownRows,
  ]);
  return csv([[by, 'rows', 'parameters', 'weightBytes', 'macs', 'flops', 'unknownRows'], ...lines]);
}

function rowsText(table: NodeTable, columns: readonly NodeColumn[], rows: readonly number[]): string {
  if (rows.length === 0) return `No node of this model has weights (--all lists every node).\n\n${summaryText(table)}`;
  const shown = SHOWN.flatMap(id => columns.filter(column => column.id === id));
  const list = textTable(
    [
      { title: 'Node', most: 48 },
      ...shown.map(({ title, kind }) => ({
        title,
        align: kind === 'text' ? ('left' as const) : ('right' as const),
        most: 40,
      })),
    ],
    rows.map(row => [titleAt(table, row), ...shown.map(column => column.print(row))]),
  );
  const count = rowCount(table);
  const rest = rows.length === count ? '' : ` of ${formatInteger(count)} nodes (--all lists every node)`;
  return `${list}\n\n${formatInteger(rows.length)}${rest}\n${summaryText(table)}`;
}

function groupsText(table: NodeTable, by: string, groups: readonly GroupTotals[]): string {
  const list = textTable(
    [
      { title: by === 'operator' ? 'Operator' : 'Scope', most: 60 },
      { title: 'Nodes', align: 'right' },
      { title: 'Parameters', align: 'right' },
      { title: 'Bytes', align: 'right' },
      { title: 'MACs', align: 'right' },
      { title: 'FLOPs', align: 'right' },
      { title: 'Unknown', align: 'right' },
    ],
    groups.map(({ key, rows, parameters, weightBytes, macs, flops, unknownRows }) => [
      key === '' ? '(none)' : key,
      formatInteger(rows),
      printCount(parameters),
      formatBytes(weightBytes),
      printCount(macs),
      printCount(flops),
      unknownRows === 0 ? '' : formatInteger(unknownRows),
    ]),
  );
  return `${list}\n\n${summaryText(table)}`;
}

function summaryText(table: NodeTable): string {
  const summary = costSummary(table);
  const facts = costFacts(summary).filter(([, text]) => text !== '');
  return [...facts.map(([name, text]) => `${name}: ${printable(text)}`), ...summary.notes].join('\n');
}
