import assert from 'node:assert/strict';
import { isAbsolute, linkedNode, linkQuery, readLinkQuery } from '../../../src/host/link/nodeLink';

describe('Links to nodes', () => {
  it('survive the way through a query, whatever names hold', () => {
    for (const name of ['', 'conv1', '/a b/c&d=e#f?g', '<b>"x"</b>', '层/🦊', 'a+b%20c']) {
      for (const model of ['net.onnx', 'models/my net & co/net.int8.ONNX', '/abs/net.onnx', 'C:/nets/net.onnx']) {
        const link = { model, graph: 'main/3.then_branch', index: 12, name };
        assert.deepEqual(readLinkQuery(linkQuery(link)), link);
        assert.deepEqual(readLinkQuery(decodeURIComponent(linkQuery(link))), link, 'as the editor hands it over');
      }
    }
  });

  it('of strangers lead neither out of a folder nor to another machine', () => {
    const refused = [
      '../net.onnx',
      'a/../../net.onnx',
      './net.onnx',
      '//server/share/net.onnx',
      'file:///net.onnx',
      'vscode-remote://host/net.onnx',
      'a\\..\\net.onnx',
      'net.onnx\0.txt',
      'net.txt',
      '',
      `${'a'.repeat(5000)}.onnx`,
    ];
    for (const model of refused) {
      assert.equal(readLinkQuery(new URLSearchParams({ model, graph: 'main', node: '1' }).toString()), null, model);
    }
  });

  it('need a node that is a number', () => {
    for (const node of ['', '-1', '1.5', 'x', '1e3', '99999999999']) {
      assert.equal(readLinkQuery(`model=net.onnx&node=${node}`), null, node);
    }
    assert.equal(readLinkQuery('%E0%A4%A'), null);
    assert.deepEqual(readLinkQuery('model=net.onnx&node=7'), { model: 'net.onnx', graph: 'main', index: 7, name: '' });
  });

  it('follow a node by its name when the model has changed', () => {
    const link = { model: 'net.onnx', graph: 'main', index: 1, name: 'b' };
    assert.equal(linkedNode(link, ['a', 'b', 'c']), 1);
    assert.equal(linkedNode(link, ['b', 'x', 'c']), 0);
    assert.equal(linkedNode(link, ['a', 'x', 'c']), null);
    assert.equal(linkedNode(link, ['b', 'x', 'b']), null);
    assert.equal(linkedNode({ ...link, name: '' }, ['a', 'x']), 1);
    assert.equal(linkedNode({ ...link, name: '' }, ['a']), null);
  });

  it('know absolute paths of every system', () => {
    assert.deepEqual(['/a/net.onnx', 'c:/a/net.onnx', 'a/net.onnx', 'net.onnx'].map(isAbsolute), [
      true,
      true,
      false,
      false,
    ]);
  });
});
