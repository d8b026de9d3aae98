import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { memorySource, openFileSource } from '../../../../src/formats/fileSource';
import { tensor } from '../../../../src/formats/onnx/edit/tensors';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { PayloadTable } from '../../../../src/formats/onnx/payloadTable';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { type WriteOptions, writeOnnx } from '../../../../src/formats/onnx/writeOnnx';
import { openWeightFiles, readWeightBytes } from '../../../../src/formats/weightReader';
import { createRuntime } from '../../../../src/worker/runtime';
import { graphBuilder, modelBytes, modelProto, weightProto } from '../../../fixtures/builders/onnxModel';
import { temporaryFolder } from '../../../fixtures/temporaryFolder';
import { thrownBy } from '../../../fixtures/thrown';

const ramp = (length: number): number[] => Array.from({ length }, (_, index) => index - length / 2);

/** y = relu(x · w + b), with a weight large enough to be a payload. */
function network() {
  return graphBuilder('network')
    .input('x', 'float32', ['N', 40])
    .weight('w', 'float32', [40, 50], ramp(2000))
    .weight('b', 'float32', [50], ramp(50))
    .node('MatMul', ['x', 'w'], ['p'])
    .node('Add', ['p', 'b'], ['s'])
    .node('Relu', ['s'], ['y'])
    .output('y', 'float32', ['N', 50]);
}

async function outputs(file: string): Promise<Buffer> {
  const session = await (await createRuntime()).open(file);
  const x = { dtype: 'float32', shape: [2, 40], data: Float32Array.from(ramp(80)) } as const;
  const y = (await session.run(new Map([['x', x]]))).get('y');
  await session.release();
  assert.ok(y?.data instanceof Float32Array);
  return Buffer.from(y.data.slice().buffer);
}

describe('writeOnnx', () => {
  const folder = temporaryFolder();

  async function rewrite(from: string, to: string, options?: WriteOptions) {
    const source = await openFileSource(from);
    try {
      const { skeleton } = await readOnnx(source);
      return await writeOnnx(skeleton, new PayloadTable(source), to, options);
    } finally {
      await source.close();
    }
  }

  it('writes an unchanged model unchanged', async () => {
    const [from, to] = [folder.path('a.onnx'), folder.path('b.onnx')];
    const graph = network().weight('typed', 'float32', [600], ramp(600));
    const last = graph.proto.initializer.at(-1);
    if (last) Object.assign(last, { rawData: new Uint8Array(0), floatData: ramp(600) });
    const inner = graphBuilder('inner').weight('i', 'uint8', [5000], new Uint8Array(5000).fill(9));
    graph.node('If', ['c'], ['z'], { then_branch: inner, else_branch: inner });
    graph.node('Constant', [], ['k'], { value: weightProto('k', 'int8', [3000], new Uint8Array(3000)) });
    graph.node('Embedded', [], [], { text: 'long '.repeat(30_000) });
    const proto = modelProto(graph);
    proto.functions = [{ name: 'f', domain: 'd', node: graph.proto.node }];
    await writeFile(from, onnx.ModelProto.encode(proto).finish());
    const written = await rewrite(from, to);
    const [before, after] = [await readFile(from), await readFile(to)];
    assert.equal(written.bytes, after.length);
    assert.deepEqual(onnx.ModelProto.decode(after), onnx.ModelProto.decode(before));
  });

  it('keeps fields nobody knows', async () => {
    const [from, to] = [folder.path('a.onnx'), folder.path('b.onnx')];
    const unknown = Buffer.from([0xf8, 0x3f, 5, 0x8a, 0x40, 4, 1, 2, 3, 4]);
    const graph = network();
    const withUnknown = (message: object): void => {
      Object.defineProperty(message, '$unknowns', { value: [unknown], configurable: true });
    };
    for (const message of [graph.proto, graph.proto.initializer[0], graph.proto.node[0]])
      if (message) withUnknown(message);
    const bytes = onnx.ModelProto.encode(modelProto(graph)).raw(unknown).finish();
    await writeFile(from, bytes);
    await rewrite(from, to);
    const after = await readFile(to);
    assert.equal(after.length, bytes.length);
    assert.equal(after.toString('latin1').split(unknown.toString('latin1')).length, 5);
  });

  it('gives the runtime the same outputs bit for bit', async () => {
    const [from, to] = [folder.path('a.onnx'), folder.path('b.onnx')];
    await writeFile(from, modelBytes(network()));
    await rewrite(from, to);
    assert.deepEqual(await outputs(to), await outputs(from));
  });

  it('writes new payloads, at once or in chunks, beside those of the source', async () => {
    const [from, to] = [folder.path('a.onnx'), folder.path('b.onnx')];
    await writeFile(from, modelBytes(network()));
    const source = await openFileSource(from);
    const { skeleton } = await readOnnx(source);
    const payloads = new PayloadTable(source);
    const whole = payloads.add(12, async () => Uint8Array.from(ramp(12), value => value + 100));
    const chunked = payloads.add(4000, async function* () {
      const reused = new Uint8Array(1000);
      for (let round = 0; round < 4; round++) yield reused.fill(round);
    });
    skeleton.graph?.initializer?.push(
      tensor('whole', 'uint8', [12], whole),
      tensor('chunked', 'uint8', [4, 1000], chunked),
    );
    await writeOnnx(skeleton, payloads, to);
    await source.close();
    const after = await openFileSource(to);
    const { model } = await readOnnx(after);
    const files = openWeightFiles(to, after);
    const read = async (name: string): Promise<Uint8Array> => {
      const weight = model.graph.initializers.get(name);
      assert.ok(weight);
      return readWeightBytes(weight, files);
    };
    assert.deepEqual([...(await read('whole'))], [...Uint8Array.from(ramp(12), value => value + 100)]);
    const chunks = await read('chunked');
    assert.deepEqual(
      [0, 999, 1000, 3999].map(at => chunks[at]),
      [0, 0, 1, 3],
    );
    assert.deepEqual(new Float32Array((await read('w')).slice().buffer), Float32Array.from(ramp(2000)));
    await after.close();
  });

  it('leaves nothing behind when a payload fails or has another length than announced', async () => {
    const to = folder.path('b.onnx');
    const source = memorySource(modelBytes(network()), 'a.onnx');
    for (const length of [3, 5]) {
      const { skeleton } = await readOnnx(source);
      const payloads = new PayloadTable(source);
      const payload = payloads.add(4, async () => new Uint8Array(length));
      skeleton.graph?.initializer?.push(tensor('w2', 'uint8', [4], payload));
      assert.equal((await thrownBy(() => writeOnnx(skeleton, payloads, to))).code, 'onnx.payloadMismatch');
      assert.deepEqual(await readdir(folder.path()), []);
    }
  });

  it('never writes over a file, nor into a folder that is not there', async () => {
    const file = folder.path('b.onnx');
    await writeFile(file, 'mine');
    const source = memorySource(modelBytes(network()), 'a.onnx');
    const { skeleton } = await readOnnx(source);
    assert.equal((await thrownBy(() => writeOnnx(skeleton, new PayloadTable(source), file))).code, 'job.targetExists');
    assert.equal(await readFile(file, 'utf8'), 'mine');
    const nowhere = folder.path('none', 'b.onnx');
    assert.equal(
      (await thrownBy(() => writeOnnx(skeleton, new PayloadTable(source), nowhere))).code,
      'job.cannotWrite',
    );
  });

  it('does not change the structure it writes', async () => {
    const source = memorySource(modelBytes(network()), 'a.onnx');
    const { skeleton } = await readOnnx(source);
    const before = onnx.ModelProto.encode(skeleton).finish();
    await writeOnnx(skeleton, new PayloadTable(source), folder.path('b.onnx'), { inlineLimit: 0 });
    assert.deepEqual(onnx.ModelProto.encode(skeleton).finish(), before);
  });
});

describe('writeOnnx with external data', () => {
  const folder = temporaryFolder();

  async function writeInTwo(target: string, options: WriteOptions = {}) {
    const graph = network().weight('typed', 'int64', [2000], ramp(2000).map(BigInt));
    const typed = graph.proto.initializer.at(-1);
    if (typed) Object.assign(typed, { rawData: new Uint8Array(0), int64Data: ramp(2000) });
    graph.weight('large', 'uint8', [3 * 2 ** 20], new Uint8Array(3 * 2 ** 20).fill(5));
    const source = memorySource(modelBytes(graph), 'a.onnx');
    const { skeleton } = await readOnnx(source);
    return writeOnnx(skeleton, new PayloadTable(source), target, { ...options, inlineLimit: 0 });
  }

  async function weightsOf(file: string) {
    const source = await openFileSource(file);
    const files = openWeightFiles(file, source);
    const { model } = await readOnnx(source);
    const read = new Map<string, { readonly kind: string; readonly bytes: Buffer }>();
    for (const weight of model.graph.initializers.values()) {
      read.set(weight.name, { kind: weight.payload.kind, bytes: Buffer.from(await readWeightBytes(weight, files)) });
    }
    await files.close();
    await source.close();
    return { model, read };
  }

  it('moves large initializers to an aligned second file that the runtime reads', async () => {
    const target = folder.path('big.onnx');
    const written = await writeInTwo(target);
    assert.equal(written.external?.file, `${target}.data`);
    const { model, read } = await weightsOf(target);
    assert.deepEqual(
      [...read].map(([name, { kind }]) => [name, kind]),
      [
        ['w', 'external'],
        ['b', 'inline'],
        ['typed', 'external'],
        ['large', 'external'],
      ],
    );
    assert.deepEqual(read.get('w')?.bytes, Buffer.from(Float32Array.from(ramp(2000)).buffer));
    assert.deepEqual(read.get('typed')?.bytes, Buffer.from(BigInt64Array.from(ramp(2000), BigInt).buffer));
    assert.ok(read.get('large')?.bytes.every(byte => byte === 5));
    for (const weight of model.graph.initializers.values()) {
      if (weight.payload.kind !== 'external') continue;
      assert.equal(weight.payload.location, 'big.onnx.data');
      assert.equal(weight.payload.offset % (weight.bytes >= 2 ** 20 ? 65_536 : 4096), 0);
    }
    const inline = folder.path('inline.onnx');
    await writeFile(inline, modelBytes(network()));
    assert.deepEqual(await outputs(target), await outputs(inline));
  });

  it('writes under temporary names and refers to the final one', async () => {
    const externalData = async () => ({ file: folder.path('.tmp-data'), location: 'final.data' });
    const written = await writeInTwo(folder.path('.tmp-model'), { externalData });
    assert.equal(written.external?.file, folder.path('.tmp-data'));
    const { skeleton } = await readOnnx(memorySource(await readFile(folder.path('.tmp-model')), 'x'));
    assert.equal(skeleton.graph?.initializer?.[0]?.externalData?.[0]?.value, 'final.data');
  });

  it('leaves nothing behind when the second file or the model cannot be written', async () => {
    await writeFile(folder.path('b.onnx'), 'mine');
    assert.equal((await thrownBy(() => writeInTwo(folder.path('b.onnx')))).code, 'job.targetExists');
    assert.deepEqual(await readdir(folder.path()), ['b.onnx']);
    await writeFile(folder.path('c.onnx.data'), 'mine');
    assert.equal((await thrownBy(() => writeInTwo(folder.path('c.onnx')))).code, 'job.targetExists');
    assert.deepEqual((await readdir(folder.path())).toSorted(), ['b.onnx', 'c.onnx.data']);
  });

  it('keeps references in the same folder and copies the values into another', async () => {
    const source = folder.path('big.onnx');
    await writeInTwo(source);
    const original = await weightsOf(source);
    const { skeleton } = await readOnnx(memorySource(await readFile(source), 'big.onnx'));
    const write = async (target: string, options: WriteOptions) => {
      const file = await openFileSource(source);
      try {
        return await writeOnnx(skeleton, new PayloadTable(file), target, options);
      } finally {
        await file.close();
      }
    };
    const beside = folder.path('beside.onnx');
    await write(beside, { sourcePath: source });
    assert.deepEqual((await weightsOf(beside)).read, original.read);
    await mkdir(folder.path('other'));
    for (const [name, options] of [
      ['whole.onnx', {}],
      ['two.onnx', { inlineLimit: 0 }],
    ] as const) {
      const elsewhere = folder.path('other', name);
      await write(elsewhere, { sourcePath: source, ...options });
      const { model, read } = await weightsOf(elsewhere);
      for (const [key, { bytes }] of original.read) assert.deepEqual(read.get(key)?.bytes, bytes, key);
      const kinds = new Set([...model.graph.initializers.values()].map(weight => weight.payload.kind));
      assert.equal(kinds.has('external'), name === 'two.onnx');
    }
    assert.deepEqual((await readdir(folder.path('other'))).toSorted(), ['two.onnx', 'two.onnx.data', 'whole.onnx']);
    assert.equal(path.dirname(beside), folder.path());
  });
});
