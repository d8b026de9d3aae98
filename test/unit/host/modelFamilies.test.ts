import assert from 'node:assert/strict';
import { modelFamilies, originalIn } from '../../../src/host/tree/modelFamilies';

describe('models grouped by name', () => {
  it('puts variants and reports under the model they belong to', () => {
    const families = modelFamilies([
      '/w/net.int8.report.md',
      '/w/net.onnx',
      '/w/net.benchmark.report.md',
      '/w/net.int8.onnx',
      '/w/net.int8.benchmark.report.md',
    ]);
    assert.deepEqual(families, [
      {
        path: '/w/net.onnx',
        reports: ['/w/net.benchmark.report.md'],
        variants: [
          {
            path: '/w/net.int8.onnx',
            variants: [],
            reports: ['/w/net.int8.benchmark.report.md', '/w/net.int8.report.md'],
          },
        ],
      },
    ]);
  });

  it('keeps a report of a variant that is gone under its model', () => {
    assert.deepEqual(modelFamilies(['/w/net.onnx', '/w/net.int8.report.md']), [
      { path: '/w/net.onnx', variants: [], reports: ['/w/net.int8.report.md'] },
    ]);
  });

  it('does not mix folders, nor names that only begin alike', () => {
    const families = modelFamilies(['/a/net.onnx', '/b/net.int8.onnx', '/a/network.onnx', '/a.b/x.onnx', '/a.onnx']);
    assert.deepEqual(
      families.map(({ path, variants }) => [path, variants.length]),
      [
        ['/a.b/x.onnx', 0],
        ['/a.onnx', 0],
        ['/a/net.onnx', 0],
        ['/a/network.onnx', 0],
        ['/b/net.int8.onnx', 0],
      ],
    );
  });

  it('treats a name with dots and no shorter model as a model of its own', () => {
    const families = modelFamilies(['/w/yolo.v8.n.onnx', '/w/yolo.v8.n.int8.onnx']);
    assert.deepEqual(
      families.map(({ path, variants }) => [path, variants.map(variant => variant.path)]),
      [['/w/yolo.v8.n.onnx', ['/w/yolo.v8.n.int8.onnx']]],
    );
  });

  it('leaves out reports without a model and files that are neither', () => {
    assert.deepEqual(modelFamilies(['/w/notes.report.md', '/w/readme.md', '/w/.onnx']), [
      { path: '/w/.onnx', variants: [], reports: [] },
    ]);
  });

  it('recognises endings in any case', () => {
    assert.deepEqual(
      modelFamilies(['/w/NET.ONNX']).map(({ path }) => path),
      ['/w/NET.ONNX'],
    );
  });

  it('knows what a variant was made from, and keeps the report of a comparison under it', () => {
    const names = ['net.onnx', 'net.int8.onnx', 'net.int8.simplified.onnx', 'other.onnx', 'net.int8.compare.report.md'];
    const families = modelFamilies(names);
    assert.equal(originalIn(families, 'net.int8.onnx'), 'net.onnx');
    assert.equal(originalIn(families, 'net.int8.simplified.onnx'), 'net.int8.onnx');
    assert.equal(originalIn(families, 'net.onnx'), null);
    assert.equal(originalIn(families, 'missing.onnx'), null);
    assert.deepEqual(families[0]?.variants[0]?.reports, ['net.int8.compare.report.md']);
  });
});
