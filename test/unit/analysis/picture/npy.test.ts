import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { npyContents } from '../../../../src/analysis/picture/npyBytes';
import { npyHeader } from '../../../../src/formats/npyHeader';
import { type DType, isDType } from '../../../../src/model/dtype';
import { npyDataOffset, parseNpyHeader } from '../../../../src/prediction/npyHeader';
import type { NpyForm } from '../../../../src/shared/protocol/weights';
import { graphBuilder, modelBytes } from '../../../fixtures/builders/onnxModel';
import { opened, patient } from './brute';

interface Expected {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly stored: string;
  readonly forms: Readonly<Record<string, { readonly descr: string; readonly elements: string }>>;
}

const fixture = path.join(import.meta.dirname, '../../../fixtures/npy/arrays.json');

async function written(dtype: DType, shape: readonly number[], stored: Uint8Array, form: NpyForm): Promise<Uint8Array> {
  const graph = graphBuilder().weight('w', dtype, shape, stored).output('w', dtype, shape);
  const { subject, read } = await opened(modelBytes(graph, { opset: 23, irVersion: 11 }), 'w');
  return joined(npyContents(subject, read, false, form, patient()));
}

async function joined({ choice, shape, pieces }: ReturnType<typeof npyContents>): Promise<Uint8Array> {
  const header = npyHeader(choice.descr, shape);
  const parts: Uint8Array[] = [header];
  for await (const piece of pieces) parts.push(piece.slice());
  const file = Buffer.concat(parts);
  assert.equal(file.length, header.length + choice.bytes, 'as many bytes as were announced');
  return file;
}

describe('weights as .npy', () => {
  it('of every type hold what numpy has for it', async () => {
    const expected = Object.entries(JSON.parse(await readFile(fixture, 'utf8')) as Record<string, Expected>);
    assert.ok(expected.length > 20);
    const keep = process.env.MODEL_LATHE_NPY;
    for (const [name, { dtype, shape, stored, forms }] of expected) {
      assert.ok(isDType(dtype));
      for (const [form, { descr, elements }] of Object.entries(forms)) {
        const file = await written(dtype, shape, Buffer.from(stored, 'hex'), form === 'codes' ? 'codes' : 'values');
        const header = parseNpyHeader(file.subarray(0, npyDataOffset(file.subarray(0, 12))));
        assert.deepEqual([header.descr, header.shape, header.fortran], [descr, shape, false], name);
        // Bit patterns of NaN may differ; numpy reads them as NaN all the same.
        assert.equal(Buffer.from(file.subarray(header.offset)).toString('hex'), elements, `${name} as ${form}`);
        if (keep === undefined) continue;
        await mkdir(keep, { recursive: true });
        await writeFile(path.join(keep, `${name}.${form}.npy`), file);
      }
    }
  });

  it('begin as the format says, aligned to 64 bytes, and as version 2 when the shape is long', () => {
    for (const shape of [[], [3], [2, 0, 5], new Array<number>(60).fill(1), new Array<number>(30_000).fill(1)]) {
      const header = npyHeader('<f4', shape);
      const isLong = shape.length > 20_000;
      const view = new DataView(header.buffer);
      assert.equal(header.length % 64, 0);
      assert.equal(header.at(-1), 10);
      assert.deepEqual([...header.subarray(0, 8)], [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, isLong ? 2 : 1, 0]);
      assert.equal(isLong ? 12 + view.getUint32(8, true) : 10 + view.getUint16(8, true), header.length);
      if (!isLong) assert.deepEqual(parseNpyHeader(header).shape, shape);
    }
  });

  it('hold dequantized numbers when asked to', async () => {
    const graph = graphBuilder()
      .weight('w', 'int8', [2, 3], [-128, 0, 127, 1, 2, 3])
      .weight('s', 'float32', [2], [0.5, 0.25])
      .weight('z', 'int8', [2], [0, 1])
      .node('DequantizeLinear', ['w', 's', 'z'], ['y'], { axis: 0n })
      .output('y', 'float32', [2, 3]);
    const { subject, read } = await opened(modelBytes(graph), 'w');
    const file = await joined(npyContents(subject, read, true, 'values', patient()));
    const header = parseNpyHeader(file.subarray(0, npyDataOffset(file)));
    assert.equal(header.descr, '<f4');
    assert.deepEqual(
      [...new Float32Array(new Uint8Array(file.subarray(header.offset)).buffer)],
      [-64, 0, 63.5, 0, 0.25, 0.5],
    );
    assert.throws(() => npyContents(subject, read, true, 'codes', patient()), { name: 'LatheError' });
  });

  it('are written in pieces, whatever their size', async () => {
    const values = new Float32Array(300_001).map((_, i) => i);
    const graph = graphBuilder()
      .weight('w', 'float32', [300_001], new Uint8Array(values.buffer))
      .output('w', 'float32', null);
    const { subject, read } = await opened(modelBytes(graph), 'w');
    const sizes: number[] = [];
    for await (const piece of npyContents(subject, read, false, 'values', patient()).pieces) sizes.push(piece.length);
    assert.ok(sizes.length > 1 && Math.max(...sizes) <= 2 ** 20);
    assert.equal(
      sizes.reduce((a, b) => a + b, 0),
      300_001 * 4,
    );
  });
});
