import assert from 'node:assert/strict';
import { memorySource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import type { ValueType } from '../../../../src/model/model';
import { printValueType } from '../../../../src/model/printType';
import type { Runtime } from '../../../../src/model/runtime';
import { freeInputs } from '../../../../src/model/valueTypes';
import { syntheticInputs } from '../../../../src/prediction/syntheticInputs';
import { errorInfo } from '../../../../src/shared/errors';
import { createRuntime } from '../../../../src/worker/runtime';
import { modelBytes } from '../../../fixtures/builders/onnxModel';
import { inferredFrom } from './actualTypes';
import { microsoftAttention } from './microsoftAttentionCases';
import { microsoftLayers } from './microsoftLayerCases';
import { microsoftNewer } from './microsoftNewerCases';
import { microsoftQuantized } from './microsoftQuantizedCases';
import { others } from './numericCases';
import { caseGraph, type OperatorCase } from './operatorCase';
import { operators } from './standardCase';

const DOMAINS = { 'com.microsoft': 1, 'com.microsoft.nchwc': 1 };

/**
 * What the runtime tells of an output: its shape. Many of these operators have no kernel on a processor, but the runtime
 * folds a Shape of what it can type away before it looks for kernels, and refuses a model whose element types it finds
 * other than declared.
 */
async function told(runtime: Runtime, one: OperatorCase, output: number, type: ValueType): Promise<readonly number[]> {
  assert(type.kind === 'tensor');
  const graph = caseGraph(one)
    .value(`out${output}`, type.dtype, null)
    .node('Shape', [`out${output}`], ['shape']);
  const bytes = modelBytes(graph.output('shape', 'int64', null), { opset: 17, domains: DOMAINS });
  const { model } = await readOnnx(memorySource(bytes, 'case.onnx'));
  const session = await runtime.open(bytes, { optimization: 'basic' });
  try {
    const feeds = syntheticInputs(freeInputs(model.graph), { freeDimensions: [], most: 1, seed: 1 }).at(0);
    const shape = (await session.run(feeds, ['shape'])).get('shape');
    return Array.from(shape?.data as BigInt64Array, Number);
  } finally {
    await session.release();
  }
}

const isWithoutKernel = (thrown: unknown): boolean =>
  errorInfo(thrown).message.includes('Could not find an implementation');

describe('types of the operators of com.microsoft are those the runtime tells', () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  [...microsoftAttention, ...microsoftQuantized, ...microsoftLayers].forEach((one, i) => {
    it(`${one.op} ${i}`, async () => {
      const types = await inferredFrom(modelBytes(caseGraph(one), { opset: 17, domains: DOMAINS }));
      for (let output = 0; output < (one.outputs ?? 1); output++) {
        const type = types.get(`out${output}`);
        assert(type?.kind === 'tensor', `output ${output}: nothing was inferred`);
        if (type.shape?.some(size => typeof size !== 'number') === true && one.open === true) continue;
        const telling = told(runtime, one, output, type);
        if (one.untold?.includes(output) === true) await assert.rejects(telling, isWithoutKernel);
        else assert.deepEqual(type.shape, await telling, `output ${output}`);
      }
    });
  });
});

describe('types of the operators of com.microsoft that came after the runtime here', () => {
  microsoftNewer.forEach((one, i) => {
    it(`${one.op} ${i}`, async () => {
      const types = await inferredFrom(modelBytes(caseGraph(one), { opset: 17, domains: DOMAINS }));
      const outputs = Array.from({ length: one.outputs ?? 1 }, (_, output) => output);
      const printed = outputs
        .filter(output => one.omitted?.includes(output) !== true)
        .map(output => printValueType(types.get(`out${output}`) ?? null));
      assert.deepEqual(printed, one.told);
    });
  });
});

/**
 * WhisperBeamSearch needs a speech model inside, SparseToDenseMatMul a sparse input, which the runtime for Node does not
 * take; what other vendors' engines give, nobody else knows; the element type of GatherPacked nothing tells.
 */
const WITHOUT_CASE = ['EPContext', 'GatherPacked', 'Snpe', 'SparseToDenseMatMul', 'WhisperBeamSearch'];

describe('operators of com.microsoft', () => {
  it('all have a case, but for those that none can be made for', () => {
    const cases = [...microsoftAttention, ...microsoftLayers, ...microsoftNewer, ...microsoftQuantized, ...others];
    const tried = new Set(cases.filter(({ domain }) => domain?.startsWith('com.microsoft')).map(({ op }) => op));
    const known = [operators()['com.microsoft'] ?? {}, operators()['com.microsoft.nchwc'] ?? {}].flatMap(Object.keys);
    assert.deepEqual(known.filter(op => !tried.has(op)).sort(), WITHOUT_CASE);
  });
});
