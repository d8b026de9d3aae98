import assert from 'node:assert/strict';
import type { Runtime } from '../../../../src/model/runtime';
import { createRuntime } from '../../../../src/worker/runtime';
import { type GraphBuilder, graphBuilder } from '../../../fixtures/builders/onnxModel';
import { seededRandom } from '../../../fixtures/seededRandom';
import { randomFloats, readModel, testFolder, writeModel } from '../harness';
import { assertSame, changeTotal, feedsFor, simplifyFile } from './simplifyHarness';

const GRAPHS = 300;
const SHAPE = [2, 3, 4];

/** A graph of random nodes, all on float32 [2, 3, 4] between them, made of what passes look for. */
function randomGraph(seed: number): GraphBuilder {
  const random = seededRandom(seed);
  const whole = (below: number): number => Math.floor(random() * below);
  const graph = graphBuilder()
    .input('x', 'float32', random() < 0.5 ? SHAPE : ['N', 3, 'M'])
    .input('c', 'bool', []);
  const values = ['x'];
  let count = 0;
  const fresh = (): string => `v${++count}`;
  const pick = (): string => values[random() < 0.5 ? values.length - 1 : whole(values.length)] ?? 'x';
  const weight = (dtype: 'float32' | 'int64', shape: readonly number[], data: readonly number[]): string => {
    const name = fresh();
    graph.weight(name, dtype, shape, data);
    return name;
  };
  const add = (op: string, inputs: readonly string[], attributes = {}): string => {
    const name = fresh();
    graph.node(op, inputs, [name], attributes);
    return name;
  };
  const orders = [
    [0n, 1n, 2n],
    [0n, 2n, 1n],
    [2n, 1n, 0n],
    [1n, 2n, 0n],
  ];
  const inverse = (order: readonly bigint[]): bigint[] => order.map((_, axis) => BigInt(order.indexOf(BigInt(axis))));
  const makers: readonly (() => string)[] = [
    () => add('Identity', [pick()]),
    () => add('Relu', [pick()]),
    () => add('Neg', [pick()]),
    () => add('Add', [pick(), pick()]),
    () => add('Mul', [pick(), weight('float32', [1], [whole(3)])]),
    () => add('Add', [pick(), weight('float32', [], [whole(2)])]),
    () => add('Sub', [pick(), weight('float32', [1, 1, 1], [0])]),
    () => add('Dropout', [pick()]),
    () => add('Concat', [pick()], { axis: BigInt(whole(3)) }),
    () => {
      const order = orders[whole(orders.length)] ?? [];
      return add('Transpose', [add('Transpose', [pick()], { perm: order })], { perm: inverse(order) });
    },
    () => {
      const [order = [], other = []] = [orders[whole(orders.length)], orders[whole(orders.length)]];
      const [a, b] = [add('Transpose', [pick()], { perm: order }), add('Transpose', [pick()], { perm: other })];
      const [back, forth] = [
        add('Transpose', [a], { perm: inverse(order) }),
        add('Transpose', [b], { perm: inverse(other) }),
      ];
      return add('Add', [back, forth]);
    },
    () => {
      const value = pick();
      const flat = add('Reshape', [value, weight('int64', [1], [-1])]);
      return add('Reshape', [flat, add('Shape', [value])]);
    },
    () => {
      const value = pick();
      const sizes = add('Shape', [value]);
      const part = (at: number): string => add('Gather', [sizes, weight('int64', [1], [at])], { axis: 0n });
      return add('Reshape', [value, add('Concat', [part(0), part(1), part(2)], { axis: 0n })]);
    },
    () => add('Cast', [add('Cast', [pick()], { to: 11n })], { to: 1n }),
    () =>
      add('Unsqueeze', [
        add('Squeeze', [add('Unsqueeze', [pick(), weight('int64', [1], [0])]), weight('int64', [1], [0])]),
        weight('int64', [1], [0]),
      ]),
    () => add('Where', [add('Not', [add('Greater', [pick(), pick()])]), pick(), pick()]),
    () => {
      const constant = add('Neg', [add('Sqrt', [weight('float32', [1], [whole(4)])])]);
      return add('Add', [pick(), add('Reshape', [constant, weight('int64', [3], [1, 1, 1])])]);
    },
    () => {
      // Not a Cast: of two in a row, the runtime loses the second when only a branch reads it.
      const captured = add('Relu', [pick()]);
      const branch = (op: string): GraphBuilder =>
        graphBuilder(op)
          .node(op, [captured], ['inner'])
          .node('Identity', ['inner'], ['r'])
          .output('r', 'float32', null);
      return add('If', ['c'], { then_branch: branch('Abs'), else_branch: branch('Neg') });
    },
    () => {
      const factor = weight('float32', [3, 1], Array.from(randomFloats(3, 1, seed)));
      return add('Mul', [pick(), factor]);
    },
  ];
  const total = 4 + whole(14);
  for (let i = 0; i < total; i++) {
    const made = (makers[whole(makers.length)] ?? makers[0])?.() ?? 'x';
    // One maker leaves a dimension of one in front.
    const isDeeper = graph.proto.node.at(-1)?.opType === 'Unsqueeze';
    values.push(isDeeper ? add('Squeeze', [made, weight('int64', [1], [0])]) : made);
  }
  const outputs = new Set([values.at(-1) ?? 'x', ...Array.from({ length: 2 }, pick)]);
  for (const name of outputs) if (name !== 'x') graph.output(name, 'float32', null);
  return graph;
}

describe('simplifying random graphs', () => {
  const folder = testFolder();
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  it('keeps every bit of every output, and leaves nothing for a second time', async function () {
    this.timeout(120_000);
    let found = 0;
    let nodesBefore = 0;
    let nodesAfter = 0;
    const sizes = [
      { name: 'N', value: 2 },
      { name: 'M', value: 4 },
    ];
    for (let seed = 1; seed <= GRAPHS; seed++) {
      const before = await writeModel(folder.file('before.onnx'), randomGraph(seed));
      const source = await readModel(before);
      const isOpen = source.graph.inputs.some(({ type }) => type?.kind === 'tensor' && type.shape?.includes('N'));
      const feeds = feedsFor(source, isOpen ? sizes : []);
      const first = await simplifyFile(runtime, before, folder.file('after.onnx'));
      try {
        await assertSame(runtime, before, first.file, feeds);
      } catch (cause) {
        throw new Error(`Seed ${seed}`, { cause });
      }
      const second = await simplifyFile(runtime, first.file, folder.file('again.onnx'));
      assert.equal(changeTotal(second.simplification), 0, `seed ${seed}: something was left for a second time`);
      found += changeTotal(first.simplification);
      nodesBefore += first.simplification.before.nodes;
      nodesAfter += first.simplification.after.nodes;
    }
    assert.ok(found > 10 * GRAPHS && nodesAfter < nodesBefore / 2, `${found} changes, ${nodesBefore} → ${nodesAfter}`);
  });
});
