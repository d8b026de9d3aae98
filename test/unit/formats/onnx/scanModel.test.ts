import assert from 'node:assert/strict';
import { Writer } from 'protobufjs/minimal';
import { memorySource } from '../../../../src/formats/fileSource';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { longOf } from '../../../../src/formats/onnx/integers';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { scanModel } from '../../../../src/formats/onnx/scanModel';
import { graphBuilder, modelBytes, modelProto, weightProto } from '../../../fixtures/builders/onnxModel';
import { countingSource } from '../../../fixtures/countingSource';
import { thrownBy } from '../../../fixtures/thrown';

const BYTES = 2;

function source(bytes: Uint8Array) {
  return memorySource(bytes, 'test.onnx');
}

/** A field of kind bytes with whatever `fill` writes as its value. */
function field(out: Writer, number: number, fill: (inner: Writer) => void): Writer {
  out.uint32(number * 8 + BYTES).fork();
  fill(out);
  return out.ldelim();
}

describe('scanModel: payloads', () => {
  const LARGE = 3 * 2 ** 20;

  it('leaves large payloads in the file and says exactly where they are', async () => {
    const values = new Uint8Array(LARGE).fill(7);
    const graph = graphBuilder().weight('small', 'uint8', [1024], new Uint8Array(1024));
    for (let index = 0; index < 20; index++) graph.weight(`w${index}`, 'uint8', [LARGE], values);
    graph.node('Constant', [], ['c'], { value: weightProto('', 'uint8', [LARGE], values) });
    const bytes = modelBytes(graph);
    const counting = countingSource(source(bytes));
    const skeleton = await scanModel(counting);
    const tensors = [...(skeleton.graph?.initializer ?? []), skeleton.graph?.node?.[0]?.attribute?.[0]?.t ?? {}];
    const payloads = tensors.flatMap(tensor => tensor.payloads ?? []);
    assert.equal(payloads.length, 21);
    for (const { field: number, source: from, offset, length } of payloads) {
      assert.equal(number, 9);
      assert.equal(from, 0);
      assert.equal(Number(length), LARGE);
      const stored = bytes.subarray(Number(offset), Number(offset) + LARGE);
      assert.ok(stored.every(byte => byte === 7));
    }
    assert.equal(tensors[0]?.rawData?.length, 1024);
    const read = counting.reads.reduce((sum, one) => sum + one.length, 0);
    assert.ok(read < bytes.length / 100, `${read} of ${bytes.length} bytes were read`);
  });

  it('finds payloads in subgraphs and functions', async () => {
    const inner = graphBuilder().weight('w', 'float32', [512], new Uint8Array(2048).fill(1));
    const graph = graphBuilder().node('If', ['c'], ['y'], { then_branch: inner, else_branch: inner });
    const proto = modelProto(graph);
    proto.functions = [{ name: 'f', node: graph.proto.node }];
    const { model } = await readOnnx(source(onnx.ModelProto.encode(proto).finish()));
    const branches = [model.graph, ...model.functions.map(each => each.graph)].flatMap(each =>
      (each.nodes[0]?.attributes ?? []).map(({ value }) => (value.kind === 'graph' ? value.value : null)),
    );
    assert.equal(branches.length, 4);
    for (const branch of branches) assert.equal(branch?.initializers.get('w')?.payload.kind, 'range');
  });

  it('holds the event loop for a short time only', async () => {
    const graph = graphBuilder();
    for (let index = 0; index < 60_000; index++) {
      graph.node('Add', [`v${index}`, 'one'], [`v${index + 1}`], { axis: 1n }, { name: `node number ${index}` });
    }
    const bytes = modelBytes(graph);
    let turns = 0;
    let finished = false;
    const count = (): void => {
      turns++;
      if (!finished) setImmediate(count);
    };
    setImmediate(count);
    const { model } = await readOnnx(source(bytes));
    finished = true;
    assert.equal(model.graph.nodes.length, 60_000);
    assert.ok(turns > 5, `others had ${turns} turns`);
  });
});

describe('scanModel: the wire format', () => {
  it('keeps unknown fields of every kind at every level', async () => {
    const unknown = Writer.create()
      .uint32(900 * 8)
      .uint64(5);
    unknown
      .uint32(901 * 8 + 1)
      .double(1.5)
      .uint32(902 * 8 + 5)
      .float(2.5);
    field(unknown, 903, inner => inner.raw(Buffer.from('kept')));
    const extra = unknown.finish();
    const out = onnx.ModelProto.encode(modelProto(graphBuilder())).raw(extra);
    field(out, 7, graph => {
      graph.raw(extra);
      field(graph, 1, node => node.raw(extra));
      field(graph, 5, tensor => {
        tensor.raw(extra);
        tensor.uint32(9 * 8 + BYTES).bytes(new Uint8Array(2000));
      });
    });
    const skeleton = await scanModel(source(out.finish()));
    const kept = (message: { $unknowns?: Uint8Array[] } | null | undefined): Buffer =>
      Buffer.concat(message?.$unknowns ?? []);
    for (const message of [skeleton, skeleton.graph, skeleton.graph?.node?.[0], skeleton.graph?.initializer?.[0]]) {
      assert.deepEqual(kept(message), Buffer.from(extra));
    }
  });

  it('merges submessages that come in several parts, small and large', async () => {
    for (const size of [10, 300_000]) {
      const parts = Writer.create();
      field(parts, 7, graph => {
        graph.uint32(2 * 8 + BYTES).string('first');
        graph.uint32(10 * 8 + BYTES).string('d'.repeat(size));
        field(graph, 1, node => node.uint32(4 * 8 + BYTES).string('A'));
      });
      parts.uint32(2 * 8 + BYTES).string('producer');
      field(parts, 7, graph => {
        graph.uint32(2 * 8 + BYTES).string('second');
        field(graph, 1, node => node.uint32(4 * 8 + BYTES).string('B'));
        graph.uint32(10 * 8 + BYTES).string('e'.repeat(size));
      });
      const { graph, producerName } = await scanModel(source(parts.finish()));
      assert.equal(graph?.name, 'second');
      assert.equal(graph?.docString, 'e'.repeat(size));
      assert.deepEqual(
        graph?.node?.map(node => node.opType),
        ['A', 'B'],
      );
      assert.equal(producerName, 'producer');
    }
  });

  it('decodes what protobufjs decodes from the whole file', async () => {
    const graph = graphBuilder('everything')
      .input('x', 'float32', ['N', 3])
      .node('Op', ['x', ''], ['y'], { a: 1n, b: 0.25, c: 'text', d: [1n, -1n], e: [0.5], f: ['p', 'q'] })
      .weight('w', 'int64', [3], [1n, -(2n ** 63n), 2n ** 63n - 1n]);
    const bytes = modelBytes(graph);
    assert.deepEqual(await scanModel(source(bytes)), onnx.ModelProto.decode(bytes));
  });

  it('refuses a tensor whose values come twice', async () => {
    const out = onnx.ModelProto.encode(modelProto(graphBuilder()));
    field(out, 7, graph =>
      field(graph, 5, tensor => {
        tensor
          .uint32(1 * 8)
          .int64(longOf(2000n))
          .uint32(2 * 8)
          .int32(2);
        tensor.uint32(9 * 8 + BYTES).bytes(new Uint8Array(2000));
        tensor.uint32(9 * 8 + BYTES).bytes(new Uint8Array(2000));
      }),
    );
    const info = await thrownBy(() => readOnnx(source(out.finish())));
    assert.equal(info.code, 'onnx.ambiguousValues');
  });
});
