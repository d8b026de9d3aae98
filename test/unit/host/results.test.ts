import assert from 'node:assert/strict';
import { benchmarkPaths, variantPaths } from '../../../src/host/results';

describe('names of results', () => {
  it('are made of the name of the model', () => {
    assert.deepEqual(variantPaths('/a.b/net.v2.onnx', 'int8'), {
      model: '/a.b/net.v2.int8.onnx',
      markdown: '/a.b/net.v2.int8.report.md',
      json: '/a.b/net.v2.int8.report.json',
    });
    assert.deepEqual(benchmarkPaths('/a/NET.ONNX'), {
      markdown: '/a/NET.benchmark.report.md',
      json: '/a/NET.benchmark.report.json',
    });
  });

  it('keep a name without an ending', () => {
    assert.equal(benchmarkPaths('/a.b/net').json, '/a.b/net.benchmark.report.json');
  });
});
