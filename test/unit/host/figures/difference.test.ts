import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { fields } from '../../../../src/host/figures/fields';
import { fileState, SessionComparisons } from '../../../../src/host/figures/sessionComparisons';
import { difference } from '../../../../src/host/figures/sources/difference';
import type { NodeFigures } from '../../../../src/shared/figures/nodeFigures';
import type { CompareReport } from '../../../../src/shared/reports/compareReport';
import { modelFolder, valuesOf } from './folder';

const side = (index: number, name: string, macs: number | null): object => {
  return { index, name, op: 'MatMul', macs: macs === null ? null : [{ factor: macs, of: '' }] };
};
const end = (node: number, name: string): object => ({ value: 'v', node, name, op: 'MatMul' });
const weight = (bytes: number): object => ({ graph: 'main', name: 'w', bytes });

/** B has lost the bytes and half the products of `first`, an unnamed node was added, `third` is the same. */
const rows = [
  { status: 'changed', a: side(0, 'first', 8), b: side(0, 'first', 4) },
  { status: 'added', a: null, b: side(1, '', 4) },
  { status: 'same', a: side(1, 'third', 4), b: side(2, 'third', 4) },
];

function report(bytes: number, change: object = {}): object {
  return {
    kind: 'compare',
    schema: 1,
    a: { file: 'net.onnx', bytes: 500 },
    b: { file: 'net.int8.onnx', bytes },
    warnings: ['Both models were run on made-up inputs.'],
    graphs: [{ a: 'main', b: 'main', rows }],
    weights: [
      { status: 'changed', a: weight(16), b: weight(4), owner: { graph: 0, row: 0 }, difference: { sqnrDb: 20 } },
      { status: 'changed', a: weight(16), b: weight(4), owner: { graph: 0, row: 0 }, difference: { sqnrDb: 40 } },
      { status: 'added', a: null, b: weight(6), owner: { graph: 0, row: 1 }, difference: null },
      { status: 'same', a: weight(16), b: weight(16), owner: { graph: 0, row: 2 }, difference: null },
    ],
    outputs: {
      tensorSamples: 4,
      tensors: [
        { a: end(0, 'first'), b: end(0, 'first'), relativeError: 0.125 },
        { a: end(1, 'third'), b: end(2, 'third'), relativeError: 0 },
      ],
    },
    ...change,
  };
}

describe('figures of a comparison', () => {
  const folder = modelFolder();

  function byKind(figures: readonly NodeFigures[]): Readonly<Record<string, Readonly<Record<string, number>>>> {
    return Object.fromEntries(figures.map(each => [each.id, valuesOf(each)]));
  }

  it('are errors of weights and results, and changes of bytes and products, of the result', async () => {
    const context = await folder.context('net.int8.onnx');
    await folder.write('net.int8.compare.report.json', report(context.bytes));
    const figures = await difference.read(context);
    assert.deepEqual(byKind(figures), {
      'compare.tensors:net.onnx': { 'main 0': 0.125, 'main 2': 0 },
      'compare.weights:net.onnx': { 'main 0': 0.1, 'main 2': 0 },
      'compare.bytes:net.onnx': { 'main 0': -24, 'main 1': 6, 'main 2': 0 },
      'compare.macs:net.onnx': { 'main 0': -4, 'main 1': 4, 'main 2': 0 },
    });
    assert.equal(figures[0]?.source, 'measured on 4 samples, net.int8.compare.report.json');
    assert.deepEqual(figures[0]?.notes, ['Both models were run on made-up inputs.']);
  });

  it('are the other way round on the other side', async () => {
    const context = await folder.context();
    const nodes = [rows[0], rows[1], { ...rows[2], a: side(2, 'third', 4) }];
    await folder.write('net.int8.compare.report.json', report(7, { graphs: [{ a: 'main', b: 'main', rows: nodes }] }));
    const found = byKind(await difference.read(context));
    assert.deepEqual(found['compare.macs:net.int8.onnx'], { 'main 0': 4, 'main 2': 0 });
    assert.deepEqual(found['compare.bytes:net.int8.onnx'], { 'main 0': 24, 'main 2': 0 });
    assert.deepEqual(found['compare.weights:net.int8.onnx'], { 'main 0': 0.1, 'main 2': 0 });
  });

  it('prefer what was compared in this session', async () => {
    const known = {
      side: 'b',
      other: 'net.onnx',
      origin: 'compared in this session',
      report: fields(report(1)),
    } as const;
    const context = await folder.context('net.int8.onnx', [known]);
    await folder.write('net.int8.compare.report.json', report(context.bytes, { weights: [] }));
    const figures = await difference.read(context);
    assert.ok(figures.length === 4 && figures.every(({ source }) => source.endsWith('compared in this session')));
  });

  it('say what changed since, and leave out nodes that are others now', async () => {
    const context = await folder.context('net.int8.onnx');
    const nodes = [{ ...rows[0], b: side(0, 'renamed', 4) }, rows[1], { ...rows[2], b: side(9, 'third', 4) }];
    await folder.write(
      'net.int8.compare.report.json',
      report(1, { graphs: [{ a: 'main', b: 'main', rows: nodes }], outputs: null }),
    );
    const figures = await difference.read(context);
    assert.deepEqual(byKind(figures)['compare.macs:net.onnx'], { 'main 1': 4 });
    assert.match(
      figures[0]?.notes.join(' ') ?? '',
      /changed or replaced since.*entries of the comparison with net\.onnx are about nodes that this file does not have/,
    );
  });

  it('survive whatever somebody wrote into the report', async () => {
    const context = await folder.context('net.int8.onnx');
    const hostile = {
      graphs: [null, { b: 'main', rows: 'many' }, { b: 'nowhere', rows }],
      weights: [
        null,
        { owner: { graph: 9, row: 9 } },
        { owner: { graph: 2, row: 0 }, status: 'same' },
        { owner: 'main' },
      ],
      outputs: { tensors: [7, { b: end(1e9, 'first'), relativeError: 1 }, { b: end(0, 'first'), relativeError: -1 }] },
      warnings: { length: 5 },
    };
    await folder.write('net.int8.compare.report.json', report(context.bytes, hostile));
    assert.deepEqual(await difference.read(context), []);
    await folder.write('net.int8.compare.report.json', '{');
    assert.match((await difference.read(context))[0]?.notes[0] ?? '', /cannot be read/);
  });
});

describe('comparisons of a session', () => {
  const folder = modelFolder();

  it('are kept for both files until one of them changes', async () => {
    const [a, b] = [folder.path('a.onnx'), folder.path('b.onnx')];
    await writeFile(a, 'a');
    await writeFile(b, 'b');
    const kept = new SessionComparisons();
    kept.add(a, b, [await fileState(a), await fileState(b)], report(1) as CompareReport);
    assert.deepEqual(
      (await kept.of(a)).map(({ side: own, other }) => [own, other]),
      [['a', 'b.onnx']],
    );
    assert.deepEqual(
      (await kept.of(b)).map(({ side: own, other }) => [own, other]),
      [['b', 'a.onnx']],
    );
    assert.deepEqual(await kept.of(folder.path('c.onnx')), []);
    await writeFile(a, 'another');
    assert.deepEqual(await kept.of(b), []);
    await writeFile(a, 'a');
    assert.deepEqual(await kept.of(b), [], 'forgotten for good');
  });

  it('are forgotten when a file goes', async () => {
    const [a, b] = [folder.path('a.onnx'), folder.path('b.onnx')];
    await writeFile(a, 'a');
    await writeFile(b, 'b');
    const kept = new SessionComparisons();
    kept.add(a, b, [await fileState(a), await fileState(b)], report(1) as CompareReport);
    await rm(b);
    assert.deepEqual(await kept.of(a), []);
  });
});
