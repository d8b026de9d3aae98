import assert from 'node:assert/strict';
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import type { ByteSource } from '../../../../src/formats/byteSource';
import { memorySource, openFileSource } from '../../../../src/formats/fileSource';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { openModel } from '../../../../src/formats/registry';
import { openWeightFiles } from '../../../../src/formats/weightReader';
import { WeightSession } from '../../../../src/host/weights/weightSession';
import { writeNpy } from '../../../../src/host/weights/writeNpy';
import type { ErrorInfo } from '../../../../src/shared/errors';
import type { MatrixRequest, Pending, TileRequest } from '../../../../src/shared/protocol/weights';
import { graphBuilder, modelBytes, modelProto } from '../../../fixtures/builders/onnxModel';
import { countingSource } from '../../../fixtures/countingSource';
import { temporaryFolder } from '../../../fixtures/temporaryFolder';

const WHOLE: MatrixRequest = {
  graph: 'main',
  name: 'w',
  dequantized: false,
  matrix: { rows: 0, columns: null, at: [] },
};

function tile(generation: number, tileRow = 0): TileRequest {
  return { ...WHOLE, rowLevel: 0, columnLevel: 0, tileRow, tileColumn: 0, generation };
}

function matrixModel(rows: number, columns: number): Uint8Array {
  const values = new Float32Array(rows * columns).map((_, i) => Math.cos(i));
  return modelBytes(
    graphBuilder()
      .weight('w', 'float32', [rows, columns], new Uint8Array(values.buffer))
      .output('w', 'float32', [rows, columns]),
  );
}

/** A source whose reads wait until they are let through. */
function slowSource(source: ByteSource): ByteSource & { letThrough(): void } {
  let open: () => void = () => undefined;
  const gate = new Promise<void>(resolve => {
    open = resolve;
  });
  let isGated = false;
  return {
    name: source.name,
    size: source.size,
    read: async (offset, length) => {
      if (isGated && length > 100_000) await gate;
      isGated = true;
      return source.read(offset, length);
    },
    close: () => source.close(),
    letThrough: () => open(),
  };
}

async function sessionOf(source: ByteSource): Promise<WeightSession> {
  const { model } = await openModel(source);
  return new WeightSession(model, openWeightFiles('/none/model.onnx', source));
}

async function whenReady<T>(ask: () => Promise<Pending<T>>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer.state === 'ready') return answer.value;
  }
}

async function infoOf(promise: Promise<unknown>): Promise<ErrorInfo> {
  try {
    await promise;
  } catch (thrown) {
    if (thrown instanceof Error && 'info' in thrown) return thrown.info as ErrorInfo;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

describe('looking at a weight', () => {
  it('reads a whole matrix once, whatever is asked of it afterwards', async () => {
    const source = countingSource(memorySource(matrixModel(300, 500), 'model.onnx'));
    const session = await sessionOf(source);
    const facts = await whenReady(() => session.picture(WHOLE));
    assert.deepEqual([facts.rows, facts.columns, facts.rowLevel, facts.columnLevel], [300, 500, 0, 0]);
    const before = source.reads.length;
    await session.picture(WHOLE);
    const [first, second] = [await session.tile(tile(1)), await session.tile(tile(1, 1))];
    assert.deepEqual([first.rows, second.rows], [256, 44]);
    assert.equal(source.reads.length, before);
  });

  it('says how far it is, and goes on when asked again', async () => {
    const slow = slowSource(memorySource(matrixModel(1000, 1000), 'model.onnx'));
    const session = await sessionOf(slow);
    const answer = await session.picture(WHOLE);
    assert.equal(answer.state, 'working');
    assert.ok(answer.state === 'working' && answer.done < answer.total && answer.total === 1_000_000);
    slow.letThrough();
    assert.equal((await whenReady(() => session.picture(WHOLE))).finite, 1_000_000);
  });

  it('ends tiles of an earlier view when a later one comes', async () => {
    const slow = slowSource(memorySource(matrixModel(1000, 1000), 'model.onnx'));
    const session = await sessionOf(slow);
    const early = infoOf(session.tile(tile(1)));
    await new Promise(resolve => setTimeout(resolve, 5));
    const late = session.tile(tile(2, 1));
    slow.letThrough();
    assert.equal((await early).kind, 'cancelled');
    assert.equal((await late).rows, 256);
  });

  it('ends a picture that is not wanted, and begins anew when it is', async () => {
    const slow = slowSource(memorySource(matrixModel(1000, 1000), 'model.onnx'));
    const session = await sessionOf(slow);
    assert.equal((await session.picture(WHOLE)).state, 'working');
    const waiting = infoOf(session.picture(WHOLE));
    await new Promise(resolve => setTimeout(resolve, 5));
    session.cancel();
    slow.letThrough();
    assert.equal((await waiting).kind, 'cancelled');
    assert.equal((await whenReady(() => session.picture(WHOLE))).finite, 1_000_000);
  });

  it('forgets one weight for the next', async () => {
    const graph = graphBuilder()
      .weight('w', 'float32', [2], [1, 2])
      .weight('v', 'float32', [3], [4, 5, 6])
      .output('w', 'float32', [2]);
    const session = await sessionOf(memorySource(modelBytes(graph), 'model.onnx'));
    assert.equal((await whenReady(() => session.picture(WHOLE))).max, 2);
    const other = await whenReady(() => session.picture({ ...WHOLE, name: 'v' }));
    assert.equal(other.max, 6);
    assert.equal((await infoOf(session.picture({ ...WHOLE, name: 'no such' }))).code, 'host.unknownWeight');
    assert.deepEqual([...(await whenReady(() => session.channels(WHOLE, 0))).max], [1, 2]);
  });

  it('numbers kept one after the other are read from memory', async () => {
    const graph = graphBuilder().output('w', 'int64', null);
    const values = Array.from({ length: 3000 }, (_, i) => (i % 2 === 0 ? i * 1_000_003 : -i));
    graph.proto.initializer.push({ name: 'w', dataType: 7, dims: [3000], int64Data: values });
    const source = countingSource(memorySource(modelBytes(graph), 'model.onnx'));
    const session = await sessionOf(source);
    const at = async (column: number): Promise<readonly string[]> =>
      (
        await session.values({
          ...WHOLE,
          matrix: { rows: null, columns: null, at: [] },
          row: 0,
          column,
          rows: 1,
          columns: 3,
        })
      ).values;
    assert.deepEqual(await at(2000), values.slice(2000, 2003).map(String));
    const before = source.reads.length;
    assert.deepEqual(await at(7), values.slice(7, 10).map(String));
    assert.equal(source.reads.length, before);
  });
});

describe('a weight in another file', () => {
  const folder = temporaryFolder();

  async function session(): Promise<{ readonly session: WeightSession; close(): Promise<void> }> {
    const graph = graphBuilder().output('w', 'float32', [100, 100]);
    graph.proto.initializer.push(
      onnx.TensorProto.create({
        name: 'w',
        dataType: 1,
        dims: [100, 100],
        dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
        externalData: [{ key: 'location', value: 'w.bin' }],
      }),
    );
    const file = folder.path('model.onnx');
    await writeFile(file, onnx.ModelProto.encode(modelProto(graph)).finish());
    const source = await openFileSource(file);
    const files = openWeightFiles(file, source);
    const { model } = await openModel(source);
    return {
      session: new WeightSession(model, files),
      close: async () => {
        await files.close();
        await source.close();
      },
    };
  }

  it('is drawn from there; without the file or with too short a one the reason is said', async () => {
    await writeFile(folder.path('w.bin'), new Uint8Array(new Float32Array(10_000).fill(2).buffer));
    const opened = await session();
    try {
      assert.equal((await whenReady(() => opened.session.picture(WHOLE))).min, 2);
    } finally {
      await opened.close();
    }
    await truncate(folder.path('w.bin'), 39_996);
    const short = await session();
    try {
      assert.equal((await infoOf(whenReady(() => short.session.picture(WHOLE)))).code, 'external.tooShort');
      assert.equal((await short.session.facts('main', 'w')).elements, 10_000);
    } finally {
      await short.close();
    }
    await rm(folder.path('w.bin'));
    const missing = await session();
    try {
      for (const failure of [
        infoOf(whenReady(() => missing.session.picture(WHOLE))),
        infoOf(missing.session.tile(tile(1))),
        infoOf(missing.session.values({ ...WHOLE, row: 0, column: 0, rows: 1, columns: 1 })),
      ]) {
        const { code, next } = await failure;
        assert.equal(code, 'external.missing');
        assert.match(next ?? '', /w\.bin/);
      }
    } finally {
      await missing.close();
    }
  });
});

describe('writing a weight', () => {
  const folder = temporaryFolder();

  it('gives the file its name when it is complete, and leaves nothing when it fails', async () => {
    const target = folder.path('w.npy');
    const choice = { form: 'values' as const, descr: '|u1', label: '', bytes: 4 };
    await writeFile(target, 'older');
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Uint8Array.of(1, 2);
      throw new Error('the disk is gone');
    }
    await assert.rejects(writeNpy(target, { choice, shape: [4], pieces: failing() }), /the disk is gone/);
    assert.deepEqual(await readdir(folder.path()), ['w.npy']);
    assert.equal(await readFile(target, 'utf8'), 'older');
    async function* whole(): AsyncGenerator<Uint8Array> {
      yield Uint8Array.of(1, 2);
      yield Uint8Array.of(3, 4);
    }
    await writeNpy(target, { choice, shape: [4], pieces: whole() });
    assert.deepEqual(await readdir(folder.path()), ['w.npy']);
    const written = await readFile(target);
    assert.equal(written.length % 64, 4);
    assert.deepEqual([...written.subarray(-4)], [1, 2, 3, 4]);
  });
});
