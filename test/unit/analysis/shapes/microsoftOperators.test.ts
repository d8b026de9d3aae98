import assert from 'node:assert/strict';
import { memorySource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import type { ValueType } from '../../../../src/model/model';
import type { Runtime } from '../../../../src/model/runtime';
import { freeInputs } from '../../../../src/model/valueTypes';
import { syntheticInputs } from '../../../../src/prediction/syntheticInputs';
import { errorInfo } from '../../../../src/shared/errors';
import { createRuntime } from '../../../../src/worker/runtime';
import { modelBytes } from '../../../fixtures/builders/onnxModel';
import { inferredFrom } from './actualTypes';
import { microsoftAttention } from './microsoftAttentionCases';
import { microsoftLayers } from './microsoftLayerCases';
import { microsoftQuantized } from './microsoftQuantizedCases';
import { caseGraph, type OperatorCase } from './operatorCase';

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
