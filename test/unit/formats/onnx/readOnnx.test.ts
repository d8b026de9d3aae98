import assert from 'node:assert/strict';
import { memorySource } from '../../../../src/formats/fileSource';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { longOf } from '../../../../src/formats/onnx/integers';
import { type OnnxFile, readOnnx } from '../../../../src/formats/onnx/readOnnx';
import type { Attribute, Graph } from '../../../../src/model/model';
import { graphBuilder, modelBytes, modelProto, weightProto } from '../../../fixtures/builders/onnxModel';

function encode(model: onnx.ModelProto): Uint8Array {
  return onnx.ModelProto.encode(model).finish();
}

function open(bytes: Uint8Array): Promise<OnnxFile> {
  return readOnnx(memorySource(bytes, 'test.onnx'));
}

function attributeOf(graph: Graph, node: number, name: string): Attribute['value'] {
  const found = graph.nodes[node]?.attributes.find(one => one.name === name);
  assert.ok(found, `attribute ${name}`);
  return found.value;
}

const linear = () =>
  graphBuilder('linear')
    .input('x', 'float32', ['N', 2])
    .weight('w', 'float32', [2, 1], [3, 4])
    .node('MatMul', ['x', 'w'], ['y'], {}, { name: 'product', doc: 'x times w' })
    .output('y', 'float32', ['N', 1]);

describe('readOnnx: what a model says about itself', () => {
  it('reads the fields of the model', async () => {
    const proto = modelProto(linear(), { opset: 21, irVersion: 10, domains: { 'com.example': 3 } });
    Object.assign(proto, {
      producerVersion: '2.1',
      domain: 'com.example.models',
      modelVersion: longOf(2n ** 62n),
      docString: 'A line.',
      metadataProps: [{ key: '__proto__', value: 'polluted' }],
    });
    const { model } = await open(encode(proto));
    assert.equal(model.format, 'ONNX');
    assert.equal(model.formatVersion, 'IR 10');
    assert.equal(model.producer, 'model-lathe-tests');
    assert.equal(model.producerVersion, '2.1');
    assert.equal(model.domain, 'com.example.models');
    assert.equal(model.modelVersion, '4611686018427387904');
    assert.equal(model.doc, 'A line.');
    assert.deepEqual(model.opsets, [
      { domain: '', version: 21 },
      { domain: 'com.example', version: 3 },
    ]);
    assert.deepEqual(model.metadata, [{ key: '__proto__', value: 'polluted' }]);
    assert.deepEqual(model.notes, []);
  });

  it('reads nodes, values and types', async () => {
    const { model } = await open(modelBytes(linear().value('h', 'float16', null)));
    const { graph } = model;
    assert.equal(graph.id, 'main');
    assert.equal(graph.name, 'linear');
    assert.deepEqual(graph.inputs, [
      { name: 'x', type: { kind: 'tensor', dtype: 'float32', shape: ['N', 2] }, doc: '' },
    ]);
    assert.deepEqual(graph.values.get('h')?.type, { kind: 'tensor', dtype: 'float16', shape: null });
    const [node] = graph.nodes;
    assert.deepEqual(
      { ...node },
      {
        index: 0,
        name: 'product',
        op: 'MatMul',
        domain: '',
        overload: '',
        inputs: ['x', 'w'],
        outputs: ['y'],
        attributes: [],
        doc: 'x times w',
        metadata: [],
      },
    );
  });

  it('reads every kind of type', async () => {
    const graph = linear();
    const types: onnx.TypeProto.$Properties[] = [
      { sequenceType: { elemType: { tensorType: { elemType: 7 } } } },
      { optionalType: { elemType: { sequenceType: { elemType: { tensorType: { elemType: 8 } } } } } },
      { mapType: { keyType: 7, valueType: { tensorType: { elemType: 1, shape: { dim: [] } } } } },
      { sparseTensorType: { elemType: 11, shape: { dim: [{ dimValue: longOf(3n) }, {}] } } },
      { opaqueType: { domain: 'com.example', name: 'Table' } },
      { tensorType: { elemType: 1, shape: { dim: [{ dimValue: longOf(-1n) }, { dimValue: longOf(0n) }] } } },
    ];
    graph.proto.input = types.map((type, index) => ({ name: `i${index}`, type }));
    const { model } = await open(modelBytes(graph));
    assert.deepEqual(
      model.graph.inputs.map(input => input.type),
      [
        { kind: 'sequence', of: { kind: 'tensor', dtype: 'int64', shape: null } },
        { kind: 'optional', of: { kind: 'sequence', of: { kind: 'tensor', dtype: 'string', shape: null } } },
        { kind: 'map', key: 'int64', of: { kind: 'tensor', dtype: 'float32', shape: [] } },
        { kind: 'sparse', dtype: 'float64', shape: [3, null] },
        { kind: 'opaque', name: 'com.example.Table' },
        { kind: 'tensor', dtype: 'float32', shape: [null, 0] },
      ],
    );
  });

  it('keeps weights among the inputs where the file lists them, and says so', async () => {
    const graph = linear().input('w', 'float32', [2, 1]);
    const { model } = await open(modelBytes(graph, { irVersion: 3 }));
    assert.deepEqual(
      model.graph.inputs.map(input => input.name),
      ['x', 'w'],
    );
    assert.ok(model.graph.initializers.has('w'));
    assert.match(model.notes.join(), /1 of the graph inputs are weights.*file version requires/);
  });

  it('gives the default domain one name', async () => {
    const graph = graphBuilder().node('Relu', ['x'], ['y'], {}, { domain: 'ai.onnx' });
    const proto = modelProto(graph);
    proto.opsetImport = [{ domain: 'ai.onnx', version: longOf(13n) }];
    const { model } = await open(encode(proto));
    assert.equal(model.graph.nodes[0]?.domain, '');
    assert.deepEqual(model.opsets, [{ domain: '', version: 13 }]);
  });

  it('remarks on a version it does not know and on a missing operator set', async () => {
    const proto = modelProto(linear(), { irVersion: 99 });
    proto.opsetImport = [];
    const { model } = await open(encode(proto));
    assert.match(model.notes.join('\n'), /IR version 99/);
    assert.match(model.notes.join('\n'), /operator set/);
  });
});

describe('readOnnx: attributes', () => {
  const inner = graphBuilder('inner').weight('__proto__', 'int64', [1], [7n]).node('Identity', ['__proto__'], ['z']);

  it('reads every kind', async () => {
    const graph = graphBuilder().node('Everything', [], ['y'], {
      f: 0.5,
      i: -(2n ** 63n),
      s: 'naïve',
      t: weightProto('t', 'uint8', [2], [1, 2]),
      g: inner,
      floats: [1.5, -2],
      ints: [-1n, 2n ** 62n],
      strings: ['a', ''],
    });
    const KIND = onnx.AttributeProto.AttributeType;
    graph.proto.node[0]?.attribute?.push(
      { name: 'tensors', type: KIND.TENSORS, tensors: [weightProto('u', 'int8', [1], [-1])] },
      { name: 'graphs', type: KIND.GRAPHS, graphs: [inner.proto, inner.proto] },
      { name: 'tp', type: KIND.TYPE_PROTO, tp: { tensorType: { elemType: 6 } } },
      { name: 'types', type: KIND.TYPE_PROTOS, typeProtos: [{ tensorType: { elemType: 9 } }] },
      { name: 'alpha', type: KIND.FLOAT, refAttrName: 'outer_alpha' },
    );
    const { model } = await open(modelBytes(graph));
    const value = (name: string) => attributeOf(model.graph, 0, name);
    assert.deepEqual(value('f'), { kind: 'float', value: 0.5 });
    assert.deepEqual(value('i'), { kind: 'int', value: -(2n ** 63n) });
    assert.deepEqual(value('floats'), { kind: 'floats', value: [1.5, -2] });
    assert.deepEqual(value('ints'), { kind: 'ints', value: [-1n, 2n ** 62n] });
    assert.deepEqual(value('tp'), { kind: 'type', value: { kind: 'tensor', dtype: 'int32', shape: null } });
    assert.deepEqual(value('types'), { kind: 'types', value: [{ kind: 'tensor', dtype: 'bool', shape: null }] });
    assert.deepEqual(value('alpha'), { kind: 'reference', value: 'outer_alpha' });
    const s = value('s');
    assert.ok(s.kind === 'string' && Buffer.from(s.value).toString() === 'naïve');
    const strings = value('strings');
    assert.ok(strings.kind === 'strings');
    assert.deepEqual(
      strings.value.map(text => Buffer.from(text).toString()),
      ['a', ''],
    );
    const t = value('t');
    assert.ok(t.kind === 'tensor' && t.value.payload.kind === 'inline');
    assert.deepEqual([...t.value.payload.bytes], [1, 2]);
    const tensors = value('tensors');
    assert.ok(tensors.kind === 'tensors' && tensors.value[0]?.dtype === 'int8');
  });

  it('gives subgraphs their own ids and knows their parents', async () => {
    const nested = graphBuilder('outer').node('If', ['c'], ['y'], { then_branch: inner, else_branch: inner });
    const graph = graphBuilder().node('Relu', ['x'], ['r']).node('Loop', [], ['y'], { body: nested });
    graph.proto.node[1]?.attribute?.push(
      { name: 'all', type: onnx.AttributeProto.AttributeType.GRAPHS, graphs: [inner.proto, inner.proto] },
      { name: 'all', type: onnx.AttributeProto.AttributeType.GRAPHS, graphs: [inner.proto] },
    );
    const { model } = await open(modelBytes(graph));
    const body = attributeOf(model.graph, 1, 'body');
    assert.ok(body.kind === 'graph');
    assert.equal(body.value.id, 'main/1.body');
    assert.equal(body.value.parent, 'main');
    const branch = attributeOf(body.value, 0, 'else_branch');
    assert.ok(branch.kind === 'graph');
    assert.equal(branch.value.id, 'main/1.body/0.else_branch');
    assert.equal(branch.value.parent, 'main/1.body');
    assert.equal(branch.value.initializers.get('__proto__')?.elements, 1);
    const lists = model.graph.nodes[1]?.attributes.filter(one => one.name === 'all') ?? [];
    assert.deepEqual(
      lists.flatMap(({ value }) => (value.kind === 'graphs' ? value.value.map(each => each.id) : [])),
      ['main/1.all[0]', 'main/1.all[1]', 'main/1.all[0]#2'],
    );
  });

  it('tells the kind of an attribute from its value in files that do not declare it', async () => {
    const graph = graphBuilder().node('Old', [], ['y']);
    graph.proto.node[0]?.attribute?.push(
      { name: 'axis', i: longOf(1n) },
      { name: 'scale', f: 2 },
      { name: 'mode', s: Buffer.from('x') },
      { name: 'pads', ints: [longOf(3n)] },
      { name: 'none' },
    );
    const { model } = await open(modelBytes(graph));
    assert.deepEqual(
      model.graph.nodes[0]?.attributes.map(({ value }) => value.kind),
      ['int', 'float', 'string', 'ints', 'ints'],
    );
  });

  it('leaves a very long text in the file', async () => {
    const text = 'embedded '.repeat(20_000);
    const { model } = await open(modelBytes(graphBuilder().node('EPContext', [], ['y'], { ep_cache_context: text })));
    const value = attributeOf(model.graph, 0, 'ep_cache_context');
    assert.ok(value.kind === 'tensor');
    assert.equal(value.value.dtype, 'uint8');
    assert.deepEqual(value.value.shape, [text.length]);
    assert.equal(value.value.payload.kind, 'range');
    assert.match(model.notes.join(), /ep_cache_context/);
  });
});

describe('readOnnx: everything beside the main graph', () => {
  it('reads functions', async () => {
    const proto = modelProto(linear());
    const body = graphBuilder().node('Mul', ['a', 'a'], ['b']);
    const one = {
      name: 'Square',
      domain: 'com.example',
      input: ['a'],
      output: ['b'],
      attribute: ['alpha'],
      attributeProto: [{ name: 'beta', f: 1 }],
      opsetImport: [{ version: longOf(17n) }],
      node: body.proto.node,
      valueInfo: [{ name: 'a', type: { tensorType: { elemType: 1 } } }],
      docString: 'squares',
    };
    proto.functions = [one, { ...one, overload: 'wide' }, one];
    const { model } = await open(encode(proto));
    const [square] = model.functions;
    assert.ok(square);
    assert.deepEqual(square.attributes, ['alpha', 'beta']);
    assert.deepEqual(square.opsets, [{ domain: '', version: 17 }]);
    assert.deepEqual(square.graph.inputs, [
      { name: 'a', type: { kind: 'tensor', dtype: 'float32', shape: null }, doc: '' },
    ]);
    assert.equal(square.graph.nodes[0]?.op, 'Mul');
    assert.deepEqual(
      model.functions.map(each => each.graph.id),
      ['function:com.example.Square', 'function:com.example.Square:wide', 'function:com.example.Square#2'],
    );
  });

  it('reads training stages, quantization annotations and metadata', async () => {
    const graph = linear();
    graph.proto.quantizationAnnotation = [
      { tensorName: 'w', quantParameterTensorNames: [{ key: 'SCALE_TENSOR', value: 'w_scale' }] },
    ];
    graph.proto.metadataProps = [{ key: 'a', value: 'b' }];
    const proto = modelProto(graph);
    proto.trainingInfo = [
      { algorithm: linear().proto, updateBinding: [{ key: 'w', value: 'w_new' }] },
      { initialization: linear().proto, initializationBinding: [{ key: 'w', value: 'w_0' }] },
    ];
    const { model } = await open(encode(proto));
    assert.deepEqual(model.graph.quantization.get('w'), [{ key: 'SCALE_TENSOR', value: 'w_scale' }]);
    assert.deepEqual(model.graph.metadata, [{ key: 'a', value: 'b' }]);
    assert.equal(model.training[0]?.algorithm?.id, 'training:0.algorithm');
    assert.equal(model.training[0]?.initialization, null);
    assert.deepEqual(model.training[0]?.updateBindings, [{ key: 'w', value: 'w_new' }]);
    assert.equal(model.training[1]?.initialization?.id, 'training:1.initialization');
    assert.deepEqual(model.training[1]?.initializationBindings, [{ key: 'w', value: 'w_0' }]);
  });

  it('reads sparse initializers', async () => {
    const graph = linear();
    graph.proto.sparseInitializer = [
      {
        values: weightProto('sparse', 'float32', [2], [5, 6]),
        indices: weightProto('', 'int64', [2, 2], [0n, 1n, 2n, 3n]),
        dims: [longOf(4n), longOf(5n)],
      },
    ];
    const { model } = await open(modelBytes(graph));
    const weight = model.graph.initializers.get('sparse');
    assert.ok(weight?.sparse);
    assert.deepEqual(weight.shape, [4, 5]);
    assert.equal(weight.elements, 20);
    assert.equal(weight.bytes, 2 * 4 + 4 * 8);
    assert.equal(weight.sparse.stored, 2);
    assert.deepEqual(weight.sparse.indices.shape, [2, 2]);
    assert.equal(weight.sparse.indices.dtype, 'int64');
  });

  it('opens a graph with nothing in it', async () => {
    const { model } = await open(encode(modelProto(graphBuilder(''))));
    assert.equal(model.graph.nodes.length, 0);
  });
});
