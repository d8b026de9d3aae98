import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { inferTypes } from '../../../../src/analysis/shapes/inferTypes';
import { memorySource, openFileSource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { diffModels, type ModelDiff } from '../../../../src/model/diff/diffModels';
import type { Model } from '../../../../src/model/model';
import { finish } from '../../../../src/model/steps';
import { type GraphBuilder, graphBuilder, modelBytes } from '../../../fixtures/builders/onnxModel';

const MODELS = path.resolve('../shared/models');

function diff(a: Model, b: Model): ModelDiff {
  const side = (model: Model) => ({ model, types: inferTypes(model), macs: () => null });
  return finish(diffModels(side(a), side(b), () => null));
}

async function read(graph: GraphBuilder): Promise<Model> {
  return (await readOnnx(memorySource(modelBytes(graph), 'net.onnx'))).model;
}

/** Every node of both models is in exactly one line of its graph. */
function assertComplete(found: ModelDiff, a: Model, b: Model): void {
  for (const [side, model] of [['a', a] as const, ['b', b] as const]) {
    const main = found.graphs.find(graph => graph[side] === model.graph.id);
    const indices = (main?.rows ?? []).flatMap(row => row[side]?.index ?? []);
    assert.deepEqual(
      indices.sort((x, y) => x - y),
      model.graph.nodes.map(({ index }) => index),
    );
  }
}

function statuses({ graphs }: ModelDiff, graph = 0): readonly string[] {
  return (graphs[graph]?.rows ?? []).map(({ status, a, b }) => `${status} ${b?.op ?? a?.op}`);
}

describe('Comparing odd graphs', () => {
  it('goes round circles, past doubled names and missing values', async () => {
    const circle = (extra: boolean) => {
      const graph = graphBuilder().input('x', 'float32', [2]);
      graph.node('Add', ['x', 'c'], ['a']).node('Relu', ['a'], ['b']).node('Neg', ['b'], ['c']);
      graph.node('Add', ['nowhere', ''], ['a'], {}, { name: 'twice' }).node('Exp', ['a'], ['d'], {}, { name: 'twice' });
      if (extra) graph.node('Tanh', ['d'], ['d2']);
      return graph.output(extra ? 'd2' : 'd', 'float32', [2]);
    };
    const [a, b] = [await read(circle(false)), await read(circle(true))];
    const found = diff(a, b);
    assertComplete(found, a, b);
    assert.deepEqual(found.graphs[0]?.counts, { same: 5, renamed: 0, changed: 0, added: 1, removed: 0 });
  });

  it('compares empty graphs, and one with nothing in common', async () => {
    const empty = await read(graphBuilder());
    assert.deepEqual(diff(empty, empty).graphs[0]?.rows, []);
    const other = await read(
      graphBuilder().input('x', 'float32', [1]).node('Relu', ['x'], ['y']).output('y', 'float32', [1]),
    );
    const found = diff(empty, other);
    assert.deepEqual(statuses(found), ['added Relu']);
    assert.deepEqual(
      found.graphs[0]?.ends.map(({ end, before }) => [end, before]),
      [
        ['input', null],
        ['output', null],
      ],
    );
  });

  it('matches repeated equal blocks without names in their order, and tells how many were added', async () => {
    const blocks = (count: number) => {
      const graph = graphBuilder().input('x', 'float32', ['N', 2]).weight('w', 'float32', [2, 2], [1, 2, 3, 4]);
      let value = 'x';
      for (let block = 0; block < count; block++) {
        graph.node('MatMul', [value, 'w'], [`m${block}`]).node('Relu', [`m${block}`], [`r${block}`]);
        graph.node('Add', [`r${block}`, value], [`a${block}`]);
        value = `a${block}`;
      }
      return graph.output(value, 'float32', ['N', 2]);
    };
    const [a, b] = [await read(blocks(9)), await read(blocks(12))];
    const found = diff(a, b);
    assertComplete(found, a, b);
    const rows = found.graphs[0]?.rows ?? [];
    assert.equal(rows.filter(({ status }) => status === 'added').length, 9);
    assert.equal(rows.filter(({ status }) => status === 'removed' || status === 'changed').length, 0);
    const pairs = rows.flatMap(row => (row.a === null || row.b === null ? [] : [[row.a.index, row.b.index] as const]));
    assert(
      pairs.every(([one, other]) => one % 3 === other % 3),
      'each node is matched with one of its place in the block',
    );
    assert.deepEqual(
      [...pairs].sort((x, y) => x[0] - y[0]).map(([, other]) => other),
      pairs.map(([, other]) => other),
    );
  });

  it('compares bodies of nodes by their holder, and what they take from around', async () => {
    const choice = (op: string) => {
      const branch = (name: string, inner: string) =>
        graphBuilder(name)
          .node(inner, ['h'], [`${name}_y`])
          .output(`${name}_y`, 'float32', [2]);
      return graphBuilder()
        .input('x', 'float32', [2])
        .input('c', 'bool', [])
        .node('Relu', ['x'], ['h'])
        .node('If', ['c'], ['y'], { then_branch: branch('t', op), else_branch: branch('e', 'Neg') }, { name: 'choose' })
        .output('y', 'float32', [2]);
    };
    const found = diff(await read(choice('Exp')), await read(choice('Tanh')));
    assert.deepEqual(statuses(found), ['same Relu', 'same If']);
    const bodies = found.graphs.slice(1).map(({ title, rows }) => [title, rows.map(({ status }) => status)]);
    assert.deepEqual(bodies, [
      ['then_branch of "choose"', ['changed']],
      ['else_branch of "choose"', ['same']],
    ]);
  });

  it('explains what was folded into a convolution and what quantization put around a layer', async () => {
    const weights = (graph: GraphBuilder) =>
      graph.input('x', 'float32', [1, 1, 4, 4]).weight('w', 'float32', [1, 1, 3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const before = weights(graphBuilder()).node('Conv', ['x', 'w'], ['c'], {}, { name: 'conv' });
    for (const name of ['s', 'b', 'm', 'v']) before.weight(name, 'float32', [1], [1]);
    before.node('BatchNormalization', ['c', 's', 'b', 'm', 'v'], ['n'], {}, { name: 'norm' });
    before.node('Relu', ['n'], ['y'], {}, { name: 'relu' }).output('y', 'float32', null);
    const after = weights(graphBuilder()).weight('bias', 'float32', [1], [1]);
    after.node('Conv', ['x', 'w', 'bias'], ['n'], {}, { name: 'conv' });
    after.node('Relu', ['n'], ['y'], {}, { name: 'relu' }).output('y', 'float32', null);
    const found = diff(await read(before), await read(after));
    assert.deepEqual(statuses(found), ['changed Conv', 'removed BatchNormalization', 'same Relu']);
    assert.deepEqual(
      found.groups.map(({ kind, layer, rows }) => [kind, layer, rows]),
      [['folded', 'conv', [0, 1]]],
    );
  });

  it('names added opsets, metadata, and inputs of another type', async () => {
    const graph = (size: number) =>
      graphBuilder().input('x', 'float32', ['N', size]).node('Relu', ['x'], ['y']).output('y', 'float32', ['M', size]);
    const a = await read(graph(2));
    const b = (await readOnnx(memorySource(modelBytes(graph(3), { opset: 18, domains: { 'com.microsoft': 1 } }), 'b')))
      .model;
    const found = diff(a, b);
    assert.deepEqual(found.changes, [
      { what: 'opset', name: 'ai.onnx', before: '17', after: '18' },
      { what: 'opset', name: 'com.microsoft', before: null, after: '1' },
    ]);
    assert.deepEqual(
      found.graphs[0]?.ends.map(({ before, after }) => [before, after]),
      [
        ['x: float32[N,2]', 'x: float32[N,3]'],
        ['y: float32[M,2]', 'y: float32[M,3]'],
      ],
    );
    assert.deepEqual(statuses(found), ['same Relu'], 'a type that the input brings is the input’s change');
  });

  it('compares any two shared models', async function () {
    if (!existsSync(MODELS)) this.skip();
    const files = readdirSync(MODELS, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.onnx'));
    const models: Model[] = [];
    for (const file of files.filter((_, i) => i % 9 === 0)) {
      const source = await openFileSource(path.join(MODELS, file));
      try {
        models.push((await readOnnx(source)).model);
      } catch {
        // Some are there to be refused.
      } finally {
        await source.close();
      }
    }
    for (const [i, a] of models.entries()) {
      const b = models[(i * 7 + 3) % models.length] ?? a;
      assertComplete(diff(a, b), a, b);
    }
  });
});
