import assert from 'node:assert/strict';
import type { DType } from '../../../src/model/dtype';
import type { Runtime } from '../../../src/model/runtime';
import type { Tensor, TensorData } from '../../../src/model/tensor';
import { createRuntime } from '../../../src/worker/runtime';
import { runtimeGap } from '../../../src/worker/runtimeGap';
import { type GraphBuilder, graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';
import { thrownBy } from '../../fixtures/thrown';

function identity(dtype: DType): GraphBuilder {
  return graphBuilder().input('x', dtype, ['N', 2]).node('Identity', ['x'], ['y']).output('y', dtype, ['N', 2]);
}

describe('the runtime', () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  async function through(dtype: DType, data: TensorData): Promise<Tensor | undefined> {
    const session = await runtime.open(modelBytes(identity(dtype)));
    try {
      const outputs = await session.run(new Map([['x', { dtype, shape: [1, 2], data }]]));
      return outputs.get('y');
    } finally {
      await session.release();
    }
  }

  it('says what it is', () => {
    assert.match(runtime.name, /^onnxruntime-node \d+\.\d+\.\d+$/);
  });

  const values: readonly (readonly [DType, TensorData])[] = [
    ['float32', Float32Array.of(1.5, Number.NaN)],
    ['float64', Float64Array.of(Math.PI, -0)],
    ['float16', Uint16Array.of(0x3c00, 0x7e01)],
    ['int8', Int8Array.of(-128, 127)],
    ['uint8', Uint8Array.of(0, 255)],
    ['int16', Int16Array.of(-32768, 32767)],
    ['uint16', Uint16Array.of(0, 65535)],
    ['int32', Int32Array.of(-(2 ** 31), 2 ** 31 - 1)],
    ['uint32', Uint32Array.of(0, 2 ** 32 - 1)],
    ['int64', BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n)],
    ['uint64', BigUint64Array.of(0n, 2n ** 64n - 1n)],
    ['bool', Uint8Array.of(1, 0)],
    ['string', ['', 'ünï 日本']],
  ];
  for (const [dtype, data] of values) {
    it(`carries ${dtype} in and out unchanged`, async () => {
      const result = await through(dtype, data);
      assert.equal(result?.dtype, dtype);
      assert.deepEqual(result?.shape, [1, 2]);
      assert.deepEqual(result?.data, data);
    });
  }

  it('runs models whose values are called as what every object has', async () => {
    const graph = graphBuilder().input('toString', 'float32', [1]).output('constructor', 'float32', [1]);
    graph.node('Neg', ['toString'], ['constructor']).node('Neg', ['constructor'], ['y']).output('y', 'float32', [1]);
    const session = await runtime.open(modelBytes(graph));
    const feeds = new Map([['toString', { dtype: 'float32', shape: [1], data: Float32Array.of(3) } as const]]);
    assert.deepEqual(
      Array.from(await session.run(feeds, ['y']), ([name, { data }]) => [name, data[0]]),
      [['y', 3]],
    );
    assert.equal((await session.run(feeds)).get('constructor')?.data[0], -3);
    await session.release();
  });

  it('tells inputs and outputs with their free dimensions', async () => {
    const graph = graphBuilder().input('x', 'float32', ['N', null, 3]).node('Relu', ['x'], ['y']);
    const session = await runtime.open(modelBytes(graph.output('y', 'float32', ['N', null, 3])));
    assert.deepEqual(session.inputs, [
      { name: 'x', type: { kind: 'tensor', dtype: 'float32', shape: ['N', null, 3] } },
    ]);
    await session.release();
  });

  it('computes only the outputs asked for', async () => {
    const graph = graphBuilder().input('x', 'float32', [2]).node('Relu', ['x'], ['y']).node('Neg', ['x'], ['z']);
    const session = await runtime.open(modelBytes(graph.output('y', 'float32', [2]).output('z', 'float32', [2])));
    const outputs = await session.run(
      new Map([['x', { dtype: 'float32', shape: [2], data: Float32Array.of(-1, 2) }]]),
      ['z'],
    );
    assert.deepEqual([...outputs.keys()], ['z']);
    assert.deepEqual(outputs.get('z')?.data, Float32Array.of(1, -2));
    await session.release();
  });

  it('reports what it rejects as errors of kind "runtime" with a next step', async () => {
    const garbage = await thrownBy(() => runtime.open(new Uint8Array(64)));
    assert.deepEqual(
      [garbage.code, garbage.kind, garbage.next !== undefined],
      ['runtime.modelRejected', 'runtime', true],
    );
    const unknown = graphBuilder().input('x', 'float32', [2]).node('NoSuchOperator', ['x'], ['y']);
    const rejected = await thrownBy(() => runtime.open(modelBytes(unknown.output('y', 'float32', [2]))));
    assert.match(rejected.message, /NoSuchOperator/);
    assert.ok(!rejected.message.includes('\n'));
    assert.doesNotMatch(rejected.message, /onnxruntime_src|Load model from/);
  });

  it('reports feeds that are missing or do not fit', async () => {
    const session = await runtime.open(modelBytes(identity('float32')));
    const failure = async (feeds: readonly (readonly [string, Tensor])[]): Promise<string> =>
      (await thrownBy(() => session.run(new Map(feeds)))).code;
    assert.equal(await failure([]), 'runtime.inputMissing');
    assert.equal(
      await failure([['x', { dtype: 'float64', shape: [1, 2], data: new Float64Array(2) }]]),
      'runtime.runFailed',
    );
    assert.equal(
      await failure([['x', { dtype: 'float32', shape: [1, 3], data: new Float32Array(3) }]]),
      'runtime.runFailed',
    );
    assert.equal(
      await failure([['x', { dtype: 'float32', shape: [9, 2], data: new Float32Array(2) }]]),
      'runtime.runFailed',
    );
    assert.equal(
      await failure([['x', { dtype: 'bfloat16', shape: [1, 2], data: new Uint16Array(2) }]]),
      'runtime.inputNotRunnable',
    );
    await session.release();
  });

  it('keeps a name like __proto__ an ordinary name', async () => {
    const graph = graphBuilder().input('__proto__', 'float32', [1]).node('Neg', ['__proto__'], ['y']);
    const session = await runtime.open(modelBytes(graph.output('y', 'float32', [1])));
    const outputs = await session.run(
      new Map([['__proto__', { dtype: 'float32' as const, shape: [1], data: Float32Array.of(3) }]]),
    );
    assert.deepEqual(outputs.get('y')?.data, Float32Array.of(-3));
    await session.release();
  });
});

describe('why there is no runtime', () => {
  const loaderError = Object.assign(new Error('The specified module could not be found.'), {
    code: 'ERR_DLOPEN_FAILED',
  });
  const missing = Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });

  it('is told from the platform and the loader', () => {
    assert.equal(runtimeGap({ os: 'darwin', arch: 'x64', glibc: null }, missing), 'platform');
    assert.equal(runtimeGap({ os: 'linux', arch: 'ppc64', glibc: '2.36' }, missing), 'platform');
    assert.equal(runtimeGap({ os: 'linux', arch: 'x64', glibc: null }, loaderError), 'musl');
    assert.equal(runtimeGap({ os: 'win32', arch: 'x64', glibc: null }, loaderError), 'visual-c++');
    const old = new Error("/lib/libc.so.6: version `GLIBC_2.28' not found");
    assert.equal(runtimeGap({ os: 'linux', arch: 'x64', glibc: '2.17' }, old), 'glibc');
    assert.equal(runtimeGap({ os: 'linux', arch: 'x64', glibc: '2.36' }, missing), 'other');
  });
});
