import assert from 'node:assert/strict';
import { Writer } from 'protobufjs/minimal';
import { memorySource } from '../../../../src/formats/fileSource';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { longOf } from '../../../../src/formats/onnx/integers';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { openModel } from '../../../../src/formats/registry';
import { openWeightFiles, readWeightBytes } from '../../../../src/formats/weightReader';
import type { Model } from '../../../../src/model/model';
import { type ErrorInfo, LatheError } from '../../../../src/shared/errors';
import { graphBuilder, modelBytes, modelProto, weightProto } from '../../../fixtures/builders/onnxModel';
import { seededRandom } from '../../../fixtures/seededRandom';
import { thrownBy } from '../../../fixtures/thrown';

function encode(model: onnx.ModelProto): Uint8Array {
  return onnx.ModelProto.encode(model).finish();
}

/** A model with a bit of everything, large enough for payloads and for messages that are walked field by field. */
function richModel(): Uint8Array {
  const inner = graphBuilder('inner').weight('i', 'int64', [2], [1n, 2n]).node('Identity', ['i'], ['o']);
  const graph = graphBuilder('rich')
    .input('x', 'float32', ['N', 3, 8, 8])
    .output('y', 'float32', ['N', 10])
    .value('h', 'float32', null)
    .weight(
      'conv.weight',
      'float32',
      [50, 3, 3, 3],
      Array.from({ length: 1350 }, (_, index) => index / 7),
    )
    .weight('bias', 'float16', [3], Uint8Array.of(0, 60, 0, 64, 0, 66))
    .weight('large', 'uint8', [100_000], new Uint8Array(100_000).fill(3))
    .node('Conv', ['x', 'conv.weight'], ['h'], { pads: [1n, 1n, 1n, 1n], auto_pad: 'NOTSET' })
    .node('If', ['c'], ['y'], { then_branch: inner, else_branch: inner })
    .node('Constant', [], ['k'], { value: weightProto('k', 'uint4', [3], Uint8Array.of(0x21, 0x03)) });
  graph.proto.initializer.push(
    onnx.TensorProto.create({ name: 'typed', dataType: 6, dims: [longOf(2000n)], int32Data: Array(2000).fill(-1) }),
  );
  const proto = modelProto(graph);
  proto.metadataProps = [{ key: 'k', value: 'v' }];
  proto.functions = [{ name: 'f', domain: 'd', node: inner.proto.node, input: ['a'], output: ['b'] }];
  return encode(proto);
}

/** Opens a file and reads all its weights: either that works or a `LatheError` that helps comes out. */
async function openAll(bytes: Uint8Array): Promise<ErrorInfo | null> {
  const source = memorySource(bytes, 'hostile.onnx');
  try {
    const { model } = await openModel(source);
    await readWeights(model, source);
    return null;
  } catch (thrown) {
    assert.ok(thrown instanceof LatheError, `not a LatheError: ${thrown instanceof Error ? thrown.stack : thrown}`);
    assert.notEqual(thrown.info.kind, 'internal', thrown.message);
    assert.ok(thrown.info.message.length > 10 && thrown.info.next, thrown.message);
    assert.equal(thrown.info.file, 'hostile.onnx');
    return thrown.info;
  }
}

async function readWeights(model: Model, source: Parameters<typeof openModel>[0]): Promise<void> {
  const files = openWeightFiles('/nowhere/hostile.onnx', source);
  for (const weight of model.graph.initializers.values()) {
    try {
      await readWeightBytes(weight, files);
    } catch (thrown) {
      throw thrown instanceof LatheError ? thrown.inFile(source.name) : thrown;
    }
  }
}

describe('damaged files', () => {
  const whole = richModel();

  it('opens undamaged', async () => {
    assert.equal(await openAll(whole), null);
  });

  it('says so wherever the file is cut off', async () => {
    const codes = new Set<string>();
    for (let cut = 0; cut < 200; cut++) {
      const length = Math.floor((cut * whole.length) / 200);
      const info = await openAll(whole.subarray(0, length));
      assert.ok(info, `cut at ${length} of ${whole.length}`);
      codes.add(info.code);
    }
    assert.ok(codes.has('onnx.truncated') && codes.has('format.empty'), [...codes].join());
  });

  it('says so wherever the beginning is cut off', async () => {
    for (let cut = 1; cut < 200; cut++) {
      const start = Math.floor((cut * whole.length) / 200);
      assert.ok(await openAll(whole.subarray(start)), `from ${start}`);
    }
  });

  it('survives flipped bits anywhere', async () => {
    const random = seededRandom(7);
    let refused = 0;
    for (let round = 0; round < 400; round++) {
      const bytes = Uint8Array.from(whole);
      const flips = 1 + Math.floor(random() * 3);
      for (let flip = 0; flip < flips; flip++) {
        // Most of the file is payload, where a flip changes a number only; the structure is at both ends.
        const near = random() < 0.8 ? Math.floor(random() * 700) : Math.floor(random() * bytes.length);
        const at = random() < 0.5 ? near : bytes.length - 1 - near;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      }
      if ((await openAll(bytes)) !== null) refused++;
    }
    assert.ok(refused > 50, `only ${refused} of 400 damaged files were noticed`);
  });

  it('survives random bytes after a good beginning', async () => {
    const random = seededRandom(11);
    for (let round = 0; round < 200; round++) {
      const bytes = Uint8Array.from(whole.subarray(0, 3000));
      const from = Math.floor(random() * 300);
      for (let at = from; at < bytes.length; at++) bytes[at] = Math.floor(random() * 256);
      await openAll(bytes);
    }
  });
});

describe('hostile files', () => {
  /** A model whose graph is whatever `fill` writes. */
  function withGraph(fill: (graph: Writer) => void): Uint8Array {
    const out = Writer.create()
      .uint32(8)
      .int32(8)
      .uint32(7 * 8 + 2)
      .fork();
    fill(out);
    return out.ldelim().finish();
  }

  const read = (bytes: Uint8Array) => thrownBy(() => readOnnx(memorySource(bytes, 'hostile.onnx')));

  it('refuses nesting without end', async () => {
    let deep = graphBuilder('leaf');
    for (let level = 0; level < 40; level++) deep = graphBuilder().node('If', ['c'], ['y'], { then_branch: deep });
    const out = Writer.create();
    writeNested(out, deep.proto);
    assert.equal((await read(out.finish())).code, 'onnx.tooDeep');
    const type = Writer.create();
    for (let level = 0; level < 5000; level++)
      type
        .uint32(4 * 8 + 2)
        .fork()
        .uint32(8 + 2)
        .fork();
    for (let level = 0; level < 5000; level++) type.ldelim().ldelim();
    const inner = type.finish();
    const bytes = withGraph(graph =>
      graph
        .uint32(11 * 8 + 2)
        .fork()
        .uint32(2 * 8 + 2)
        .bytes(inner)
        .ldelim(),
    );
    assert.equal((await read(bytes)).code, 'onnx.tooDeep');
  });

  it('refuses lengths past the end of the parent or the file, up to 2^64', async () => {
    for (const length of ['1000', '4294967296', '9007199254740993', '18446744073709551615']) {
      for (const field of [1, 2, 5, 99]) {
        const bytes = withGraph(graph =>
          graph
            .uint32(field * 8 + 2)
            .uint64(length)
            .raw(Buffer.from('abc')),
        );
        assert.equal((await read(bytes)).code, 'onnx.truncated', `${length} in field ${field}`);
      }
    }
  });

  it('refuses groups, kinds that do not exist, and field numbers out of range', async () => {
    for (const wire of [3, 4, 6, 7]) {
      for (const field of [1, 77]) {
        const info = await read(withGraph(graph => graph.uint32(field * 8 + wire).uint32(0)));
        assert.equal(info.code, 'onnx.badField');
        assert.match(info.place ?? '', /^byte \d+$/);
      }
    }
    assert.equal((await read(withGraph(graph => graph.uint32(2).uint32(0)))).code, 'onnx.badField');
    assert.equal((await read(withGraph(graph => graph.uint64('34359738370').uint32(0)))).code, 'onnx.badField');
  });

  it('refuses numbers longer than ten bytes', async () => {
    const bytes = withGraph(graph => graph.uint32(99 * 8).raw(new Uint8Array(11).fill(0x80)));
    assert.equal((await read(bytes)).code, 'onnx.badNumber');
  });

  it('does not take the place of a payload from the file', async () => {
    const bytes = withGraph(graph => {
      graph
        .uint32(5 * 8 + 2)
        .fork()
        .uint32(8)
        .int32(9)
        .uint32(16)
        .int32(2);
      onnx.Payload.encode({ field: 9, source: 0, offset: 0, length: 9 }, graph.uint32(100_000 * 8 + 2).fork()).ldelim();
      graph.ldelim();
    });
    assert.equal((await read(bytes)).code, 'onnx.badField');
  });

  it('refuses shapes that cannot be', async () => {
    const shaped = (...dims: bigint[]): Uint8Array => {
      const graph = graphBuilder();
      graph.proto.initializer.push(onnx.TensorProto.create({ name: 'w', dataType: 1, dims: dims.map(longOf) }));
      return modelBytes(graph);
    };
    const cases: readonly (readonly [Uint8Array, string])[] = [
      [shaped(2n, -1n), 'onnx.negativeDimension'],
      [shaped(2n ** 31n, 2n ** 31n), 'onnx.tooManyElements'],
      [shaped(...Array<bigint>(60).fill(2n ** 50n)), 'onnx.tooManyElements'],
      [shaped(2n ** 60n), 'onnx.unsafeInteger'],
      [shaped(...Array<bigint>(65).fill(1n)), 'onnx.tooManyDimensions'],
    ];
    for (const [bytes, code] of cases) {
      const info = await read(bytes);
      assert.equal(info.code, code);
      assert.equal(info.place, 'tensor "w"');
    }
  });

  it('refuses element types it does not know, naming where', async () => {
    const graph = graphBuilder();
    graph.proto.initializer.push(onnx.TensorProto.create({ name: 'w', dataType: 99 }));
    const info = await read(modelBytes(graph));
    assert.equal(info.code, 'onnx.unknownElementType');
    assert.equal(info.place, 'tensor "w"');
    const typed = graphBuilder();
    typed.proto.input.push({ name: 'x', type: { tensorType: { elemType: -3 } } });
    assert.equal((await read(modelBytes(typed))).place, 'value "x"');
  });

  it('opens tensors with too few, too many or no values, and says which', async () => {
    const graph = graphBuilder();
    for (const [name, bytes] of [
      ['short', 3],
      ['long', 5000],
      ['none', 0],
    ] as const) {
      const rawData = new Uint8Array(bytes);
      graph.proto.initializer.push(onnx.TensorProto.create({ name, dataType: 1, dims: [longOf(2n)], rawData }));
    }
    const bytes = modelBytes(graph);
    const { model } = await readOnnx(memorySource(bytes, 'hostile.onnx'));
    assert.equal(model.notes.length, 3);
    assert.match(model.notes.join('\n'), /"short" stores 3 bytes.* 8/);
    assert.match(model.notes.join('\n'), /"long" stores 5,000 bytes/);
    assert.match(model.notes.join('\n'), /"none" has no values/);
    assert.equal((await openAll(bytes))?.code, 'weight.wrongAmount');
  });

  it('counts remarks of one kind instead of repeating them', async () => {
    const graph = graphBuilder();
    for (let index = 0; index < 100; index++) {
      graph.proto.initializer.push(onnx.TensorProto.create({ name: `w${index}`, dataType: 1, dims: [longOf(2n)] }));
    }
    const { model } = await readOnnx(memorySource(modelBytes(graph), 'x'));
    assert.equal(model.notes.length, 6);
    assert.match(model.notes[5] ?? '', /95 more/);
  });

  it('takes names that mean something to JavaScript as names', async () => {
    const graph = graphBuilder('constructor')
      .input('__proto__', 'float32', [1])
      .value('toString', 'float32', [1])
      .weight('hasOwnProperty', 'float32', [1], [1])
      .node('__proto__', ['__proto__', 'hasOwnProperty'], ['toString'], JSON.parse('{"__proto__": "x"}'));
    const { model } = await readOnnx(memorySource(modelBytes(graph), 'x'));
    assert.equal(model.graph.values.get('toString')?.name, 'toString');
    assert.equal(model.graph.values.get('valueOf'), undefined);
    assert.equal(model.graph.initializers.get('hasOwnProperty')?.elements, 1);
    assert.equal(model.graph.nodes[0]?.attributes[0]?.name, '__proto__');
  });

  it('refuses lists that would take fifty times their size in memory', async () => {
    const bytes = withGraph(graph => {
      graph
        .uint32(8 + 2)
        .fork()
        .uint32(5 * 8 + 2)
        .fork();
      graph
        .uint32(8 * 8 + 2)
        .bytes(new Uint8Array(17_000_000))
        .ldelim()
        .ldelim();
    });
    const info = await read(bytes);
    assert.equal(info.code, 'onnx.tooManyItems');
    assert.equal(info.kind, 'refused');
  });

  it('refuses a name of a size no name has', async () => {
    const bytes = withGraph(graph => graph.uint32(2 * 8 + 2).bytes(new Uint8Array(65 * 2 ** 20)));
    assert.equal((await read(bytes)).code, 'onnx.inlineTooLarge');
  });

  it('says that there is no graph', async () => {
    const bytes = encode(onnx.ModelProto.create({ irVersion: longOf(8n), producerName: 'empty' }));
    assert.equal((await read(bytes)).code, 'onnx.noGraph');
  });
});

/** protobufjs refuses to encode what nests this deep, so the test writes it itself. */
function writeNested(out: Writer, graph: onnx.GraphProto.$Properties): void {
  out.uint32(7 * 8 + 2).fork();
  writeGraph(out, graph);
  out.ldelim();
}

function writeGraph(out: Writer, graph: onnx.GraphProto.$Properties): void {
  for (const node of graph.node ?? []) {
    out.uint32(8 + 2).fork();
    for (const { g } of node.attribute ?? []) {
      out
        .uint32(5 * 8 + 2)
        .fork()
        .uint32(6 * 8 + 2)
        .fork();
      writeGraph(out, g ?? {});
      out.ldelim().ldelim();
    }
    out.ldelim();
  }
}
