import assert from 'node:assert/strict';
import { openDimensions } from '../../../../src/analysis/inputs/freeDimensions';
import { type InferenceOptions, inferTypes } from '../../../../src/analysis/shapes/inferTypes';
import { bindSize } from '../../../../src/analysis/symbolic/sizes';
import { memorySource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import type { Model, ValueType } from '../../../../src/model/model';
import { printValueType } from '../../../../src/model/printType';
import { freeInputs } from '../../../../src/model/valueTypes';
import { type GraphBuilder, graphBuilder, type ModelOptions, modelBytes } from '../../../fixtures/builders/onnxModel';
import { seededRandom } from '../../../fixtures/seededRandom';
import { transformerOf } from '../../../fixtures/transformer';

async function read(graph: GraphBuilder, options?: ModelOptions): Promise<Model> {
  return (await readOnnx(memorySource(modelBytes(graph, options), 'model.onnx'))).model;
}

async function printed(graph: GraphBuilder, name: string, options: InferenceOptions = {}): Promise<string> {
  return printValueType(
    inferTypes(await read(graph), options)
      .get('main')
      ?.get(name) ?? null,
  );
}

/** The same type with sizes put in. */
function bound(type: ValueType | undefined, sizes: ReadonlyMap<string, number>): string {
  if (type?.kind !== 'tensor' || type.shape === null) return printValueType(type ?? null);
  const shape = type.shape.map(size => (typeof size === 'string' ? bindSize(size, sizes) : size));
  return printValueType({ ...type, shape });
}

describe('named sizes', () => {
  it('say of a whole transformer at every size what inference says at that size', async () => {
    const model = await transformerOf(400);
    const named = inferTypes(model).get('main') ?? new Map<string, ValueType>();
    const random = seededRandom(1);
    for (let i = 0; i < 6; i++) {
      const sizes = new Map([
        ['batch', 1 + Math.floor(random() * 5)],
        ['sequence', 2 + Math.floor(random() * (i < 3 ? 60 : 4000))],
      ]);
      const numeric = inferTypes(model, { dimensions: sizes }).get('main') ?? new Map<string, ValueType>();
      assert.equal(numeric.size, named.size);
      for (const [name, type] of numeric) {
        // Beyond the length of the constant mask the model cannot run.
        if ((sizes.get('sequence') ?? 0) > 2048 && printValueType(type).includes('?')) continue;
        assert.equal(
          bound(named.get(name), sizes),
          printValueType(type),
          `${name} ${printValueType(named.get(name) ?? null)}`,
        );
      }
    }
    assert.equal(printValueType(named.get('/layers.1/weights') ?? null), 'float32[batch,16,sequence,sequence]');
    assert.equal(printValueType(named.get('logits') ?? null), 'float32[batch,sequence,32000]');
  });

  it('of torch.export are read as the expressions they are', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', ['s0', '2*s1'])
      .input('y', 'float32', ['s0', 's1 + 1'])
      .value('z', 'float32', ['s0', 'unrelated_name'])
      .node('Concat', ['x', 'y'], ['z'], { axis: 1n })
      .node('Flatten', ['z'], ['flat'], { axis: 0n });
    assert.equal(await printed(graph, 'z'), 'float32[s0,s1*3 + 1]');
    assert.equal(await printed(graph, 'flat'), 'float32[1,s0*s1*3 + s0]');
    const dimensions = new Map([['s1', 4]]);
    assert.equal(await printed(graph, 'x', { dimensions }), 'float32[s0,8]');
    assert.equal(await printed(graph, 'flat', { dimensions }), 'float32[1,s0*13]');
    const model = await read(graph);
    assert.deepEqual(
      openDimensions(freeInputs(model.graph)).map(({ name }) => name),
      ['s0', 's1'],
    );
  });

  it('of unnamed axes are what the command line calls them', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', [null, 3])
      .input('y', 'float32', [null, 3])
      .node('Concat', ['x', 'y'], ['z'], { axis: 0n });
    assert.equal(await printed(graph, 'z'), 'float32[x:0 + y:0,3]');
    assert.equal(await printed(graph, 'z', { dimensions: new Map([['x:0', 2]]) }), 'float32[y:0 + 2,3]');
  });

  it('are not guessed to be equal', async () => {
    const graph = graphBuilder()
      .input('a', 'float32', ['n', 1, 'k', 8])
      .input('b', 'float32', ['m', 'l', 'k', 1])
      .node('Add', ['a', 'b'], ['y']);
    assert.equal(await printed(graph, 'y'), 'float32[?,l,k,8]');
  });

  it('go through slices, clamped as numpy clamps', async () => {
    const cut = (starts: number, ends: number | bigint, steps = 1): GraphBuilder =>
      graphBuilder()
        .input('x', 'float32', ['L'])
        .weight('starts', 'int64', [1], [starts])
        .weight('ends', 'int64', [1], BigInt64Array.of(BigInt(ends)))
        .weight('axes', 'int64', [1], [0])
        .weight('steps', 'int64', [1], [steps])
        .node('Slice', ['x', 'starts', 'ends', 'axes', 'steps'], ['y']);
    const cases: readonly (readonly [GraphBuilder, (length: number) => number])[] = [
      [cut(0, 2n ** 63n - 1n), length => length],
      [cut(3, 2n ** 31n - 1n), length => Math.max(0, length - 3)],
      [cut(0, 512), length => Math.min(512, length)],
      [cut(0, -1), length => Math.max(0, length - 1)],
      [cut(-2, 2n ** 63n - 1n), length => Math.min(2, length)],
      [cut(0, 2n ** 63n - 1n, 2), length => Math.ceil(length / 2)],
      [cut(-1, -(2n ** 63n - 1n), -1), length => length],
    ];
    for (const [graph, count] of cases) {
      const model = await read(graph);
      const type = inferTypes(model).get('main')?.get('y');
      for (const length of [0, 1, 2, 3, 7, 600]) {
        const sizes = new Map([['L', length]]);
        assert.equal(bound(type, sizes), `float32[${count(length)}]`, `${printValueType(type ?? null)} at ${length}`);
        const numeric = inferTypes(model, { dimensions: sizes }).get('main')?.get('y');
        assert.equal(printValueType(numeric ?? null), `float32[${count(length)}]`);
      }
    }
  });

  it('are declared names where the file has one for a size that only data tells', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', ['n'])
      .value('found', 'int64', [1, 'hits'])
      .node('NonZero', ['x'], ['found'])
      .node('Transpose', ['found'], ['y']);
    assert.equal(await printed(graph, 'y'), 'int64[hits,1]');
  });
});

describe('sizes that only data tells', () => {
  it('have a name of their own that goes on', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', ['n', 4])
      .node('NonZero', ['x'], ['places'])
      .node('Transpose', ['places'], ['rows'])
      .node('GatherND', ['x', 'rows'], ['values'])
      .node('Concat', ['values', 'values'], ['twice'], { axis: 0n })
      .node('NonZero', ['x'], ['others'])
      .node('Add', ['values', 'values'], ['sum']);
    assert.equal(await printed(graph, 'places'), 'int64[2,places.1]');
    assert.equal(await printed(graph, 'values'), 'float32[places.1]');
    assert.equal(await printed(graph, 'twice'), 'float32[places.1*2]');
    assert.equal(await printed(graph, 'others'), 'int64[2,others.1]');
    assert.equal(await printed(graph, 'sum'), 'float32[places.1]');
    assert.equal(await printed(graph, 'twice', { dimensions: new Map([['places.1', 3]]) }), 'float32[6]');
  });

  it('never take a name that the file uses, nor one that reads as an expression', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', ['found.1', '2*found.2'])
      .node('NonZero', ['x'], ['found'])
      .node('NonZero', ['x'], ['a*b + "c"']);
    assert.equal(await printed(graph, 'found'), 'int64[2,found.3]');
    assert.equal(await printed(graph, 'a*b + "c"'), 'int64[2,a_b_c_.1]');
  });

  it('are the same in every inference', async () => {
    const model = await transformerOf(300);
    assert.deepEqual(inferTypes(model), inferTypes(model));
  });

  it('of unknown operators stay unknown, rank and all', async () => {
    const graph = graphBuilder()
      .input('x', 'float32', ['n'])
      .node('Mystery', ['x'], ['y'], {}, { domain: 'example' })
      .node('Relu', ['y'], ['z'])
      .node('NonZero', ['y'], ['w']);
    assert.equal(await printed(graph, 'y'), '?');
    assert.equal(await printed(graph, 'z'), '?');
    assert.equal(await printed(graph, 'w'), 'int64[?,w.1]');
  });
});

describe('shape computations', () => {
  const cases: Readonly<Record<string, (graph: GraphBuilder) => void>> = {
    'the quotient rounded up by floats, as interpolation writes it': graph =>
      graph
        .weight('scale', 'float32', [], [0.5])
        .node('Cast', ['size'], ['float'], { to: 1n })
        .node('Mul', ['float', 'scale'], ['scaled'])
        .node('Ceil', ['scaled'], ['up'])
        .node('Cast', ['up'], ['result'], { to: 7n }),
    'padding to a multiple': graph =>
      graph
        .weight('eight', 'int64', [], [8])
        .node('Mod', ['size', 'eight'], ['over'])
        .node('Sub', ['eight', 'over'], ['missing'])
        .node('Mod', ['missing', 'eight'], ['pad'])
        .node('Add', ['size', 'pad'], ['result']),
    'a choice that comparisons decide': graph =>
      graph
        .weight('open', 'int64', [], [-1])
        .weight('one', 'int64', [], [1])
        .node('Equal', ['size', 'open'], ['isOpen'])
        .node('Where', ['isOpen', 'one', 'size'], ['result']),
    'extremes and products': graph =>
      graph
        .weight('ten', 'int64', [], [10])
        .node('Max', ['size', 'ten'], ['large'])
        .node('Min', ['size', 'ten'], ['small'])
        .node('Mul', ['large', 'small'], ['product'])
        .node('Div', ['product', 'ten'], ['result']),
    'running sums of a scattered shape': graph =>
      graph
        .weight('at', 'int64', [1], [1])
        .weight('axis', 'int64', [], [0])
        .weight('last', 'int64', [], [2])
        .node('Shape', ['x'], ['shape'])
        .node('Reshape', ['size', 'at'], ['sizes'])
        .node('ScatterElements', ['shape', 'at', 'sizes'], ['scattered'], { axis: 0n })
        .node('CumSum', ['scattered', 'axis'], ['sums'])
        .node('Gather', ['sums', 'last'], ['result']),
  };
  for (const [name, build] of Object.entries(cases)) {
    it(`fold: ${name}`, async () => {
      const graph = graphBuilder()
        .input('x', 'float32', ['L', 3, 5])
        .weight('zero', 'int64', [], [0])
        .weight('first', 'int64', [1], [0])
        .node('Shape', ['x'], ['whole'])
        .node('Gather', ['whole', 'zero'], ['size']);
      build(graph);
      graph.node('Unsqueeze', ['result', 'first'], ['target']).node('ConstantOfShape', ['target'], ['y']);
      const model = await read(graph);
      const named = inferTypes(model).get('main')?.get('y');
      assert.ok(named?.kind === 'tensor' && typeof named.shape?.[0] === 'string', printValueType(named ?? null));
      for (const length of [1, 2, 7, 8, 9, 33]) {
        const dimensions = new Map([['L', length]]);
        const numeric = inferTypes(model, { dimensions }).get('main')?.get('y');
        assert.equal(
          bound(named, dimensions),
          printValueType(numeric ?? null),
          `${printValueType(named)} at ${length}`,
        );
        assert.doesNotMatch(printValueType(numeric ?? null), /\?/);
      }
    });
  }
});
