import assert from 'node:assert/strict';
import { nodeTable, nodeTableStepwise } from '../../../src/analysis/cost/nodeTable';
import { inferTypes, inferTypesStepwise } from '../../../src/analysis/shapes/inferTypes';
import { memorySource } from '../../../src/formats/fileSource';
import { readOnnx } from '../../../src/formats/onnx/readOnnx';
import { graphPage, graphPageStepwise } from '../../../src/model/graphPage';
import type { Model } from '../../../src/model/model';
import { modelIndex, modelIndexStepwise } from '../../../src/model/modelIndex';
import { overview, overviewStepwise } from '../../../src/model/overview';
import { layers, layersStepwise } from '../../../src/model/queries';
import type { Steps } from '../../../src/model/steps';
import { graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';

const LENGTH = 40;
const FACTS = { file: 'net.onnx', canRun: true, cannotRunReason: '' };

/** A chain of MatMul and Relu, then a choice between two more such chains that take a weight from outside. */
async function read(): Promise<Model> {
  const branch = (name: string) => {
    const graph = graphBuilder(name);
    for (let i = 0; i < LENGTH; i++) {
      graph.node('MatMul', [i === 0 ? `x${LENGTH}` : `${name}${i}`, 'w'], [`${name}${i + 1}`]);
    }
    return graph.output(`${name}${LENGTH}`, 'float32', ['N', 2]);
  };
  const graph = graphBuilder('net').input('x0', 'float32', ['N', 2]).input('c', 'bool', []);
  graph.weight('w', 'float32', [2, 2], [1, 2, 3, 4]);
  for (let i = 0; i < LENGTH; i++) {
    graph.node(i % 2 === 0 ? 'MatMul' : 'Relu', i % 2 === 0 ? [`x${i}`, 'w'] : [`x${i}`], [`x${i + 1}`]);
  }
  graph.node('If', ['c'], ['y'], { then_branch: branch('a'), else_branch: branch('b') }, { name: 'choose' });
  graph.output('y', 'float32', ['N', 2]);
  return (await readOnnx(memorySource(modelBytes(graph), 'net.onnx'))).model;
}

function drive<T>(steps: Steps<T>): { readonly value: T; readonly rests: number } {
  for (let rests = 0; ; rests++) {
    const step = steps.next();
    if (step.done === true) return { value: step.value, rests };
  }
}

/** Takes one step of each in turn until all have ended. */
function interleave<T>(all: readonly Steps<T>[]): T[] {
  const ended = new Map<number, T>();
  while (ended.size < all.length) {
    all.forEach((steps, i) => {
      const step = ended.has(i) ? null : steps.next();
      if (step?.done === true) ended.set(i, step.value);
    });
  }
  return all.map((_, i) => ended.get(i) as T);
}

describe('Stepwise', () => {
  it('inference rests in every node, those of subgraphs included, and finds the same types', async () => {
    const { value, rests } = drive(inferTypesStepwise(await read()));
    assert.ok(rests >= 3 * LENGTH, `${rests} rests`);
    assert.deepEqual(value.types, inferTypes(await read()));
    assert.deepEqual(value.types.get(`main/${LENGTH}.else_branch`)?.get(`b${LENGTH}`), {
      kind: 'tensor',
      dtype: 'float32',
      shape: ['N', 2],
    });
  });

  it('views rest in every node of what they show, and are the same', async () => {
    const other = await read();
    const types = inferTypes(other);
    const shown = drive(graphPageStepwise(await read(), 'main', types));
    assert.ok(shown.rests >= LENGTH);
    assert.deepEqual(shown.value, graphPage(other, 'main', types));
    const table = drive(nodeTableStepwise(await read(), types));
    assert.ok(table.rests >= table.value.node.length);
    assert.deepEqual(table.value, nodeTable(other, types));
    assert.ok(table.value.node.length >= 2.5 * LENGTH, 'nodes of subgraphs too');
    const first = drive(overviewStepwise(await read(), { ...FACTS, types }));
    assert.ok(first.rests >= LENGTH);
    assert.deepEqual(first.value, overview(other, { ...FACTS, types }));
  });

  it('making of tables is shared by those who ask while it goes on', async () => {
    const model = await read();
    const [one, two] = interleave([modelIndexStepwise(model), modelIndexStepwise(model)]);
    assert.equal(one, two);
    assert.equal(modelIndex(model), one);
    assert.equal(drive(modelIndexStepwise(model)).rests, 0);
    const [first, second] = interleave([layersStepwise(model), layersStepwise(model)]);
    assert.equal(first, second);
    assert.equal(layers(model), first);
  });

  it('making of tables can be overtaken by somebody who cannot wait', async () => {
    const model = await read();
    const steps = modelIndexStepwise(model);
    steps.next();
    const made = modelIndex(model);
    assert.equal(drive(steps).value, made);
  });
});
