import assert from 'node:assert/strict';
import { type GraphBuilder, graphBuilder, weightProto } from '../../../fixtures/builders/onnxModel';
import { randomFloats, writeModel } from '../harness';
import { operators, outcome, passSuite, simplifyFile } from './simplifyHarness';

describe('passes that compute beforehand', () => {
  const suite = passSuite();

  const image = (): GraphBuilder => graphBuilder().input('x', 'float32', [2, 3, 6, 6]);

  describe('fold-constants', () => {
    it('computes what depends on constants alone', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [2, 3])
        .weight('w', 'float32', [4, 3], randomFloats(12))
        .weight('two', 'float32', [], [2])
        .weight('axes', 'int64', [1], [0])
        .node('Transpose', ['w'], ['t'])
        .node('Mul', ['t', 'two'], ['m'])
        .node('Sqrt', ['two'], ['r'])
        .node('Unsqueeze', ['r', 'axes'], ['u'])
        .node('MatMul', ['x', 'm'], ['a'])
        .node('Div', ['a', 'u'], ['y'])
        .output('y', 'float32', null);
      const { target, simplification } = await suite.simplified(graph);
      assert.deepEqual(operators(target), ['MatMul', 'Div']);
      assert.equal(outcome(simplification, 'fold-constants').changes, 4);
    });

    it('does not blow the file up, touch quantized weights or freeze chance', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [1])
        .weight('size', 'int64', [2], [1024, 1024])
        .weight('codes', 'int8', [64, 64], new Int8Array(4096).fill(3))
        .weight('scale', 'float32', [], [0.5])
        .node('ConstantOfShape', ['size'], ['ones'], { value: weightProto('', 'float32', [1], [1]) })
        .node('DequantizeLinear', ['codes', 'scale'], ['w'])
        .node('Add', ['x', 'ones'], ['y'])
        .node('Add', ['x', 'w'], ['z'])
        .output('y', 'float32', null)
        .output('z', 'float32', null);
      const { target, simplification } = await suite.simplified(graph);
      assert.deepEqual(operators(target), ['ConstantOfShape', 'DequantizeLinear', 'Add', 'Add']);
      assert.match(outcome(simplification, 'fold-constants').skipped[0]?.reason ?? '', /larger by over 65.5 kB/);
      const random = graphBuilder()
        .input('x', 'float32', [4])
        .weight('shaped', 'float32', [4], [0, 0, 0, 0])
        .node('RandomNormalLike', ['shaped'], ['r'])
        .node('Mul', ['x', 'r'], ['y'])
        .output('y', 'float32', null);
      const file = await writeModel(suite.file('random.onnx'), random);
      const result = await simplifyFile(suite.runtime, file, suite.file('after.onnx'));
      assert.deepEqual(operators(result.target), ['RandomNormalLike', 'Mul']);
    });

    it('does not write a large constant that stays in use a second time', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [200])
        .weight('w', 'float32', [200, 200], randomFloats(40000))
        .weight('flat', 'int64', [1], [-1])
        .node('Transpose', ['w'], ['t'])
        .node('Reshape', ['w', 'flat'], ['v'])
        .node('MatMul', ['x', 'w'], ['a'])
        .node('MatMul', ['a', 't'], ['b'])
        .node('ReduceSum', ['v'], ['s'])
        .node('Add', ['b', 's'], ['y'])
        .output('y', 'float32', null);
      const { target } = await suite.simplified(graph);
      assert.ok(operators(target).includes('Transpose') && target.graph.initializers.size <= 2);
    });

    it('turns known shapes into numbers, and computed targets of Reshape into constants', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', ['N', 3, 4])
        .input('fixed', 'float32', [5, 7])
        .weight('first', 'int64', [], [0])
        .weight('axes', 'int64', [1], [0])
        .weight('rest', 'int64', [1], [12])
        .node('Shape', ['x'], ['s'])
        .node('Gather', ['s', 'first'], ['n'])
        .node('Unsqueeze', ['n', 'axes'], ['u'])
        .node('Concat', ['u', 'rest'], ['t'], { axis: 0n })
        .node('Reshape', ['x', 't'], ['a'])
        .node('Shape', ['fixed'], ['f'])
        .node('Cast', ['f'], ['g'], { to: 1n })
        .node('ReduceSum', ['g'], ['h'])
        .node('Mul', ['a', 'h'], ['y'])
        .output('y', 'float32', null);
      assert.deepEqual(operators((await suite.simplified(graph)).target), ['Reshape', 'Mul']);
    });

    it('leaves targets of Reshape that zeros could make ambiguous, and drops allowzero with the others', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', ['N', 'M', 12])
        .input('z', 'float32', ['N', 0, 12])
        .weight('four', 'int64', [1], [4])
        .weight('three', 'int64', [1], [3])
        .weight('i', 'int64', [1], [0])
        .weight('j', 'int64', [1], [1])
        .node('Shape', ['x'], ['s'])
        .node('Gather', ['s', 'i'], ['n'])
        .node('Gather', ['s', 'j'], ['m'])
        .node('Concat', ['n', 'm', 'four', 'three'], ['t'], { axis: 0n })
        .node('Reshape', ['x', 't'], ['a'], { allowzero: 1n })
        .node('Mul', ['m', 'three'], ['k'])
        .node('Concat', ['n', 'k', 'four'], ['u'], { axis: 0n })
        .node('Reshape', ['x', 'u'], ['b'])
        .node('Shape', ['z'], ['e'])
        .node('Reshape', ['z', 'e'], ['c'], { allowzero: 1n })
        .output('a', 'float32', null)
        .output('b', 'float32', null)
        .output('c', 'float32', null);
      const { target, simplification } = await suite.simplified(graph);
      assert.equal(outcome(simplification, 'reshape-targets').changes, 1);
      const [first, second] = target.graph.nodes.filter(({ op }) => op === 'Reshape');
      assert.deepEqual(first?.attributes, []);
      assert.ok(target.graph.initializers.has(first?.inputs[1] ?? ''));
      assert.ok(!target.graph.initializers.has(second?.inputs[1] ?? ''));
    });

    it('takes the type that CastLike means', async () => {
      const graph = graphBuilder()
        .input('x', 'float32', [2])
        .weight('k', 'int64', [], [3])
        .node('CastLike', ['k', 'x'], ['c'])
        .node('Mul', ['x', 'c'], ['y'])
        .output('y', 'float32', null);
      assert.deepEqual(operators((await suite.simplified(graph)).target), ['Mul']);
    });
  });

  describe('fold-batch-norm', () => {
    const statistics = (graph: GraphBuilder, channels: number): GraphBuilder =>
      graph
        .weight('s', 'float32', [channels], randomFloats(channels, 2, 3))
        .weight('b', 'float32', [channels], randomFloats(channels, 1, 4))
        .weight('m', 'float32', [channels], randomFloats(channels, 1, 5))
        .weight(
          'v',
          'float32',
          [channels],
          randomFloats(channels, 1, 6).map(value => Math.abs(value) + 0.1),
        );
    const normalized = (graph: GraphBuilder): GraphBuilder =>
      graph.node('BatchNormalization', ['c', 's', 'b', 'm', 'v'], ['y']).output('y', 'float32', null);
    const tolerance = 2e-6;

    it('folds into Conv, grouped ConvTranspose and Gemm', async () => {
      const convolution = statistics(image(), 4).weight('w', 'float32', [4, 3, 3, 3], randomFloats(108));
      normalized(convolution.node('Conv', ['x', 'w'], ['c']));
      assert.deepEqual(operators((await suite.simplified(convolution, { tolerance })).target), ['Conv']);

      const transposed = statistics(graphBuilder().input('x', 'float32', [2, 4, 5, 5]), 6)
        .weight('w', 'float32', [4, 3, 2, 3], randomFloats(72))
        .weight('k', 'float32', [6], randomFloats(6, 1, 9));
      normalized(transposed.node('ConvTranspose', ['x', 'w', 'k'], ['c'], { group: 2n, strides: [2n, 1n] }));
      assert.deepEqual(operators((await suite.simplified(transposed, { tolerance })).target), ['ConvTranspose']);

      for (const transB of [0n, 1n]) {
        const product = statistics(graphBuilder().input('x', 'float32', [3, 5]), 4)
          .weight('w', 'float32', transB === 1n ? [4, 5] : [5, 4], randomFloats(20))
          .weight('k', 'float32', [4], randomFloats(4, 1, 9));
        normalized(product.node('Gemm', ['x', 'w', 'k'], ['c'], { transB, alpha: 0.5, beta: 3 }));
        assert.deepEqual(operators((await suite.simplified(product, { tolerance })).target), ['Gemm']);
      }
    });

    it('leaves training, shared weights, other readers and computed scales alone', async () => {
      const conv = (graph: GraphBuilder): GraphBuilder =>
        statistics(graph, 4)
          .weight('w', 'float32', [4, 3, 3, 3], randomFloats(108))
          .node('Conv', ['x', 'w'], ['c'], {}, { name: 'conv' });
      const skipped = async (graph: GraphBuilder): Promise<string> => {
        const { target, simplification } = await suite.simplified(graph);
        assert.ok(operators(target).includes('BatchNormalization'));
        return outcome(simplification, 'fold-batch-norm')
          .skipped.map(({ reason }) => reason)
          .join();
      };
      const training = conv(image())
        .node('BatchNormalization', ['c', 's', 'b', 'm', 'v'], ['y', 'rm', 'rv'], { training_mode: 1n })
        .output('y', 'float32', null);
      assert.match(await skipped(training), /training/);
      const read = normalized(conv(image())).node('Neg', ['c'], ['z']).output('z', 'float32', null);
      assert.match(await skipped(read), /needed elsewhere/);
      const shared = normalized(conv(image()))
        .node('Neg', ['x'], ['n'])
        .node('Conv', ['n', 'w'], ['z'])
        .output('z', 'float32', null);
      assert.match(await skipped(shared), /weight of the layer before/);
      const computed = conv(image().input('scale', 'float32', [4]))
        .node('BatchNormalization', ['c', 'scale', 'b', 'm', 'v'], ['y'])
        .output('y', 'float32', null);
      assert.match(await skipped(computed), /not all constant/);
      const broken = image()
        .weight('w', 'float32', [4, 3, 3, 3], randomFloats(108))
        .weight('s', 'float32', [4], [1, 1, 1, 1])
        .weight('b', 'float32', [4], [1, 1, 1, 1])
        .weight('m', 'float32', [4], [1, 1, 1, 1])
        .weight('v', 'float32', [4], [0, 1, 1, 1])
        .node('Conv', ['x', 'w'], ['c'])
        .node('BatchNormalization', ['c', 's', 'b', 'm', 'v'], ['y'], { epsilon: 0 })
        .output('y', 'float32', null);
      assert.match(await skipped(broken), /not finite/);
    });
  });
});
