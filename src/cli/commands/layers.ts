import path from 'node:path';
import { layerRows } from '../../model/layerRows';
import { csv } from '../../shared/nodeTable/csv';
import type { LayerRow } from '../../shared/protocol/editor';
import { formatBytes, formatInteger } from '../../shared/units';
import { oneModel } from '../arguments';
import type { Command } from '../command';
import { commonOptions } from '../commonOptions';
import { exclusiveOptions } from '../errors';
import { openStructure } from '../openStructure';
import { textTable } from '../textTable';

export const layers: Command = {
  name: 'layers',
  summary: 'List the layers of a model with what each costs in parameters and bytes',
  options: { ...commonOptions, csv: { type: 'boolean', help: 'print comma-separated values' } },
  async run(args, { terminal }) {
    const file = oneModel(layers, args);
    if (args.flag('csv') && args.flag('json')) throw exclusiveOptions('layers', 'csv', 'json');
    const { model, types } = await openStructure(file);
    const rows = layerRows(model, types);
    if (args.flag('csv')) terminal.raw(layersCsv(rows));
    else terminal.answer({ file: path.basename(file), layers: rows }, () => layersText(rows));
    return [];
  },
};

function layersCsv(rows: readonly LayerRow[]): string {
  return csv([
    ['graph', 'index', 'name', 'operator', 'parameters', 'bytes', 'types', 'output', 'weights'],
    ...rows.map(row => [
      row.graph,
      row.index,
      row.name,
      row.op,
      row.parameters,
      row.bytes,
      row.dtypes.join(' '),
      row.outputType,
      row.weights.map(({ name, type }) => `${name}: ${type}`).join('; '),
    ]),
  ]);
}

function layersText(rows: readonly LayerRow[]): string {
  if (rows.length === 0) return 'No node of this model has weights.';
  const table = textTable(
    [
      { title: 'Layer', most: 48 },
      { title: 'Operator' },
      { title: 'Parameters', align: 'right' },
      { title: 'Bytes', align: 'right' },
      { title: 'Types' },
      { title: 'Output', most: 40 },
    ],
    rows.map(row => [
      row.name === '' ? `${row.op} ${row.index}` : row.name,
      row.op,
      formatInteger(row.parameters),
      formatBytes(row.bytes),
      row.dtypes.join(', '),
      row.outputType,
    ]),
  );
  return `${table}\n\n${formatInteger(rows.length)} layers`;
}
