import assert from 'node:assert/strict';
import { scopeOf } from '../../../src/model/scopes';

function ofName(name: string): string {
  return scopeOf({ name, metadata: [] });
}

function noted(key: string, value: string, name = 'ignored/name'): string {
  return scopeOf({ name, metadata: [{ key, value }] });
}

describe('scopes', () => {
  it('come from the paths that PyTorch and TensorFlow put into names', () => {
    assert.equal(ofName('/encoder/layer.3/attention/MatMul'), 'encoder/layer.3/attention');
    assert.equal(ofName('/MatMul_1'), '');
    assert.equal(ofName('model/block1/conv/Conv2D'), 'model/block1/conv');
    assert.equal(ofName('StatefulPartitionedCall/model/dense/MatMul'), 'model/dense');
    assert.equal(ofName('StatefulPartitionedCall/MatMul'), '');
    assert.equal(ofName('model/a/Relu;model/a/BiasAdd;model/a/Conv2D'), 'model/a');
    assert.equal(ofName('model//b/ReLU'), 'model/b');
  });

  it('come from dotted names; numbers stay with what they count', () => {
    assert.equal(ofName('encoder.layer.3.attention.MatMul'), 'encoder/layer.3/attention');
    assert.equal(ofName('h.0.attn.q_proj'), 'h.0/attn');
    assert.equal(ofName('fc.weight'), 'fc');
  });

  it('are empty for names without structure', () => {
    for (const name of ['', 'Conv_12', 'node', '0.5', '/', '.', 'relu1']) assert.equal(ofName(name), '', name);
  });

  it("come from PyTorch's notes before the name", () => {
    const key = 'pkg.torch.onnx.name_scopes';
    assert.equal(
      noted(key, "['', 'encoder', 'encoder.layer.3', 'encoder.layer.3.attention', 'matmul']"),
      'encoder/layer.3/attention',
    );
    assert.equal(noted(key, "['', 'layer1', 'layer1.0', 'layer1.0.conv1', 'conv2d']"), 'layer1/layer1.0/conv1');
    assert.equal(noted(key, "['', 'relu']"), '');
    assert.equal(noted(key, `['', "it's", 'x']`), "it's");
    assert.equal(
      noted('namespace', ': net.Net/encoder: net.Encoder/encoder.layer.3: net.Layer/matmul: aten.matmul.default'),
      'encoder/layer.3',
    );
    assert.equal(noted('other', 'x', 'a/b/c'), 'a/b');
    assert.equal(noted(key, "['_empty_nn_module_stack_from_metadata_hook', 'arange']"), '');
  });

  it('stay short for names that are not', () => {
    const deep = `${'a/'.repeat(100_000)}b`;
    assert.equal(ofName(deep).split('/').length, 32);
    assert.ok(noted('pkg.torch.onnx.name_scopes', `['${'\\\\'.repeat(1_000_000)}`).length < 5000);
    assert.ok(noted('namespace', '/:'.repeat(1_000_000)).length < 5000);
  });
});
