import assert from 'node:assert/strict';
import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openStructure } from '../../../src/cli/openStructure';
import { onnx } from '../../../src/formats/onnx/generated/onnx';
import { compareMarkdown } from '../../../src/report/compareMarkdown';
import { plainNumber } from '../../../src/shared/amount';
import { LatheError } from '../../../src/shared/errors';
import type { CompareRequest } from '../../../src/shared/protocol/jobs';
import { type CompareReport, DEFAULT_TOLERANCE } from '../../../src/shared/reports/compareReport';
import { compareJob } from '../../../src/worker/jobs/compare';
import { quantizeJob } from '../../../src/worker/jobs/quantize';
import { createRuntime } from '../../../src/worker/runtime';
import { writeNpz } from '../../fixtures/builders/npy';
import { type GraphBuilder, graphBuilder, modelBytes } from '../../fixtures/builders/onnxModel';
import { seededRandom } from '../../fixtures/seededRandom';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const SAMPLE = path.resolve('media/sample');

const CONTEXT = {
  signal: new AbortController().signal,
  progress: () => undefined,
  announceTemporary: () => undefined,
};

function compare(a: string, b: string, changes: Partial<CompareRequest> = {}): Promise<CompareReport> {
  const request: CompareRequest = {
    a,
    b,
    run: 'never',
    data: null,
    threads: 1,
    freeDimensions: [],
    tolerance: DEFAULT_TOLERANCE,
    ...changes,
  };
  return compareJob(request, CONTEXT, createRuntime);
}

/** Three layers in a row; `changed` moves one number of the second layer's weight. */
function chain(names: (name: string) => string, changed = 0): GraphBuilder {
  const random = seededRandom(5);
  const graph = graphBuilder().input(names('x'), 'float32', ['N', 8]);
  let value = names('x');
  for (const layer of ['one', 'two', 'three']) {
    const weight = Array.from({ length: 64 }, () => random() - 0.5);
    if (layer === 'two') weight[9] = (weight[9] ?? 0) + changed;
    graph.weight(names(`${layer}.weight`), 'float32', [8, 8], weight);
    graph.node('MatMul', [value, names(`${layer}.weight`)], [names(`${layer}.sum`)], {}, { name: names(layer) });
    graph.node('Relu', [names(`${layer}.sum`)], [names(`${layer}.out`)], {}, { name: names(`${layer}.relu`) });
    value = names(`${layer}.out`);
  }
  return graph.output(value, 'float32', ['N', 8]);
}

const plain = (name: string): string => name;
const renamed = (name: string): string => `other/${name.length}${name}`;

describe('the compare job', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  async function write(name: string, graph: GraphBuilder): Promise<string> {
    const file = folder.path(name);
    await writeFile(file, modelBytes(graph));
    return file;
  }

  it('finds a model the same as its copy, and says so first', async () => {
    const a = await write('a.onnx', chain(plain));
    const b = await write('b.onnx', chain(plain));
    const report = await compare(a, b);
    assert.match(report.summary[0] ?? '', /the same/);
    assert.equal(report.outputs, null);
    assert(report.weights.every(({ status }) => status === 'same'));
    assert.deepEqual(report.a.cost, report.b.cost);
  });

  it('runs both on the samples beside the first and finds the first tensor where they part', async () => {
    const a = await write('net.onnx', chain(plain));
    const b = await write('other.onnx', chain(renamed, 0.5));
    const random = seededRandom(1);
    const data = Float32Array.from({ length: 6 * 8 }, () => random() - 0.5);
    await writeNpz(folder.path('net.samples.npz'), { x: { shape: [6, 8], data } });
    const { outputs, graphs, weights, warnings } = await compare(a, b, { run: 'samples' });
    assert(outputs !== null);
    assert.deepEqual(warnings, []);
    assert.equal(graphs[0]?.counts.renamed, 6);
    assert.deepEqual(
      weights
        .filter(({ status }) => status === 'changed')
        .map(row => [row.a?.name, row.b?.name, row.difference?.changed]),
      [['two.weight', renamed('two.weight'), 1]],
    );
    assert.equal(weights.find(({ status }) => status === 'changed')?.difference?.largestErrorAt.join(), '1,1');
    const names = outputs.tensors.map(tensor => tensor.a.value);
    assert.deepEqual(names, ['one.sum', 'one.out', 'two.sum', 'two.out', 'three.sum', 'three.out']);
    const first = outputs.tensors[outputs.firstDifference ?? -1];
    assert.deepEqual([first?.a.value, first?.b.value, first?.b.name], ['two.sum', renamed('two.sum'), renamed('two')]);
    assert.deepEqual(
      outputs.tensors.slice(0, 2).map(tensor => tensor.relativeError),
      [0, 0],
    );
    assert.equal(outputs.samples, 6);
    assert.equal(outputs.fidelity[0]?.output, 'three.out');
    assert.notEqual(outputs.fidelity[0]?.sqnrDb, null);
  });

  it('leaves a difference below the tolerance unnamed', async () => {
    const a = await write('net.onnx', chain(plain));
    const b = await write('other.onnx', chain(plain, 1e-6));
    const { outputs, warnings } = await compare(a, b, { run: 'synthetic' });
    assert.equal(outputs?.firstDifference, null);
    assert.equal(outputs?.data.kind, 'synthetic');
    assert.match(warnings.join(), /made-up/);
  });

  it('does not make inputs up unless asked, nor fails where a model does not run', async () => {
    const a = await write('net.onnx', chain(plain));
    const none = await compare(a, a, { run: 'samples' });
    assert.equal(none.outputs, null);
    assert.match(none.warnings.join(), /no samples/);
    const broken = graphBuilder().input('x', 'float32', ['N', 8]).node('Nonsense', ['x'], ['three.out']);
    const b = await write('broken.onnx', broken.output('three.out', 'float32', ['N', 8]));
    const report = await compare(a, b, { run: 'synthetic' });
    assert.equal(report.outputs, null);
    assert.match(report.warnings.join(), /broken\.onnx/);
    assert.equal(report.graphs[0]?.counts.added, 1);
  });

  for (const place of ['a long table', 'another file']) {
    it(`counts what inspecting counts where shapes come from ${place}`, async () => {
      const target = BigInt64Array.of(3n, 3n);
      const graph = graphBuilder().input('x', 'float32', [9]);
      if (place === 'another file') {
        const { INT64 } = onnx.TensorProto.DataType;
        const dataLocation = onnx.TensorProto.DataLocation.EXTERNAL;
        const externalData = [{ key: 'location', value: 'target.bin' }];
        const tensor = { name: 'target', dataType: INT64, dims: [2], dataLocation, externalData };
        graph.proto.initializer.push(onnx.TensorProto.create(tensor));
        await writeFile(folder.path('target.bin'), new Uint8Array(target.buffer));
      } else {
        graph.weight('table', 'int64', [600], BigInt64Array.of(...new BigInt64Array(598), ...target));
        graph.weight('places', 'int64', [2], [598, 599]).node('Gather', ['table', 'places'], ['target']);
      }
      graph.weight('w', 'float32', [3, 4], new Array<number>(12).fill(0.5));
      graph.node('Reshape', ['x', 'target'], ['rows']).node('MatMul', ['rows', 'w'], ['y']);
      const file = await write('computed.onnx', graph.output('y', 'float32', ['N', 'M']));
      const { a } = await compare(file, file);
      assert(a.cost !== null);
      assert.equal(plainNumber(a.cost.macs), 3 * 3 * 4);
      assert.equal(a.cost.unknownNodes, 0);
      const { table } = await openStructure(file, []);
      assert.deepEqual(a.cost.peakBytes, table.peak.bytes);
    });
  }

  it('reads a quantized variant as the layers it was made from', async () => {
    const a = folder.path('digits.onnx');
    await copyFile(path.join(SAMPLE, 'digits.onnx'), a);
    await copyFile(path.join(SAMPLE, 'digits.samples.npz'), folder.path('digits.samples.npz'));
    const made = await quantizeJob(
      {
        model: a,
        method: 'static',
        data: null,
        out: null,
        force: true,
        calibration: 'minmax',
        perChannel: true,
        latencyGate: false,
        exclude: [],
        samples: 64,
        threads: 1,
        freeDimensions: [],
      },
      CONTEXT,
      createRuntime,
    );
    const report = await compare(a, made.model, { run: 'samples' });
    assert.equal(report.graphs[0]?.counts.removed, 0);
    const added = report.graphs[0]?.rows.filter(({ status }) => status === 'added') ?? [];
    assert(added.length > 0 && added.every(({ group }) => group !== null), 'every added node belongs to a layer');
    assert(report.groups.every(({ kind }) => kind === 'quantized'));
    // The figures of the quantization itself, measured while it wrote.
    for (const layer of made.report.layers) {
      const row = report.weights.find(({ a: weight }) => weight?.name === layer.weight);
      assert(row?.difference?.sqnrDb != null && layer.weightSqnrDb !== null, layer.weight ?? '');
      assert(Math.abs(row.difference.sqnrDb - layer.weightSqnrDb) < 0.01, `${layer.weight}`);
    }
    assert.equal(report.outputs?.accuracy?.b, made.report.accuracy?.target);
    const markdown = compareMarkdown(report);
    assert.match(markdown, /# .*digits\.onnx.* and .*digits\.int8\.onnx.* compared/);
    assert.match(markdown, /## Where they part/);
  });

  it('is the same each time apart from time and machine, and leaves nothing behind', async () => {
    const a = await write('net.onnx', chain(plain));
    const b = await write('other.onnx', chain(renamed, 0.25));
    const reports = [await compare(a, b, { run: 'synthetic' }), await compare(a, b, { run: 'synthetic' })];
    const [one, two] = reports.map(({ environment: _, seconds: __, ...rest }) => rest);
    assert.deepEqual(one, two);
    assert.deepEqual((await readdir(path.dirname(a))).sort(), ['net.onnx', 'other.onnx']);
    const left = (await readdir(tmpdir())).filter(name => name.includes(`model-lathe-compare-${process.pid}`));
    assert.deepEqual(left, []);
  });

  it('compares the rest when the data of one side are missing', async () => {
    const a = await write('whole.onnx', chain(plain));
    const graph = chain(plain);
    const { initializer } = graph.proto;
    const external = { dataLocation: onnx.TensorProto.DataLocation.EXTERNAL };
    initializer[0] = onnx.TensorProto.create({
      ...{ name: 'one.weight', dims: [8, 8], dataType: onnx.TensorProto.DataType.FLOAT, ...external },
      externalData: [{ key: 'location', value: 'gone.bin' }],
    });
    const b = await write('missing-data.onnx', graph);
    const { weights, summary, graphs } = await compare(a, b);
    assert.deepEqual(
      weights.map(({ status, note }) => [status, note === null ? '' : note.replace(/:.*gone\.bin.*$/, ': gone')]),
      [
        ['changed', 'Could not be compared: gone'],
        ['same', ''],
        ['same', ''],
      ],
    );
    assert(graphs.every(({ rows }) => rows.every(({ status }) => status === 'same' || status === 'changed')));
    const told = '1 constant could not be compared, "one.weight" first: whether they are the same is not known.';
    assert(summary.includes(told), summary.join('\n'));
    assert(!summary.some(sentence => /differ|are the same:/.test(sentence)), summary.join('\n'));
  });

  it('stops when it is cancelled, and names the file that cannot be read', async () => {
    const a = await write('net.onnx', chain(plain));
    const request = { a, b: a, run: 'never', data: null, threads: 1, freeDimensions: [], tolerance: 0 } as const;
    await assert.rejects(
      compareJob(request, { ...CONTEXT, signal: AbortSignal.abort() }, createRuntime),
      thrown => thrown instanceof LatheError && thrown.info.kind === 'cancelled',
    );
    await assert.rejects(
      compare(a, folder.path('missing.onnx')),
      thrown => thrown instanceof LatheError && thrown.info.file?.endsWith('missing.onnx') === true,
    );
  });
});
