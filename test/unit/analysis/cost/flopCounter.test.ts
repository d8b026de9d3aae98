import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { plainNumber } from '../../../../src/shared/amount';
import { rowCount, textAt } from '../../../../src/shared/nodeTable/cells';
import { totalsOf } from '../../../../src/shared/nodeTable/totals';
import { tableOfBytes } from './costsOf';

const folder = path.resolve(__dirname, '../../../fixtures/flopCounter');

const counts: Readonly<Record<string, number>> = JSON.parse(
  readFileSync(path.join(folder, 'counts.json'), 'utf8'),
).flops;

describe('counts of FlopCounterMode while PyTorch runs the network', () => {
  for (const [name, flops] of Object.entries(counts)) {
    it(`are two for each MAC: ${name}, ${flops}`, async () => {
      const table = await tableOfBytes(readFileSync(path.join(folder, `${name}.onnx`)));
      assert.equal(2 * (plainNumber(totalsOf(table).macs) ?? Number.NaN), flops);
      assert.equal(totalsOf(table).unknownRows, 0);
    });
  }

  it("comes from a file whose nodes have the exporter's scopes", async () => {
    const table = await tableOfBytes(readFileSync(path.join(folder, 'encoder.onnx')));
    const scopes = new Set(Array.from({ length: rowCount(table) }, (_, row) => textAt(table.scope, row)));
    assert.deepEqual([...scopes].sort(), ['', 'narrow', 'norm', 'out', 'qkv', 'wide']);
  });
});
