import { memorySource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import type { Runtime } from '../../../../src/model/runtime';
import { freeInputs } from '../../../../src/model/valueTypes';
import { syntheticInputs } from '../../../../src/prediction/syntheticInputs';
import { createRuntime } from '../../../../src/worker/runtime';
import { modelBytes } from '../../../fixtures/builders/onnxModel';
import { assertDescribes, inferredFrom, runWithOutputs } from './actualTypes';
import { indexing, reshaping, slicing } from './layoutCases';
import { elementwise, generating, matrices, others, reductions } from './numericCases';
import { caseGraph, type OperatorCase } from './operatorCase';
import { convolution, normalization, pooling } from './spatialCases';

const families: Readonly<Record<string, readonly OperatorCase[]>> = {
  convolution,
  pooling,
  matrices,
  elementwise,
  reductions,
  reshaping,
  slicing,
  indexing,
  generating,
  normalization,
  others,
};

describe('types of single operators are those the runtime computes', () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });

  for (const [family, cases] of Object.entries(families)) {
    describe(family, () => {
      cases.forEach((one, i) => {
        it(`${one.op} ${i}`, () => check(runtime, one));
      });
    });
  }
});

async function check(runtime: Runtime, one: OperatorCase): Promise<void> {
  const domains = one.domain === undefined ? {} : { [one.domain]: one.domain === 'ai.onnx.ml' ? 3 : 1 };
  const bytes = modelBytes(caseGraph(one), { opset: one.opset ?? 17, domains });
  const { model } = await readOnnx(memorySource(bytes, 'case.onnx'));
  const feeds = syntheticInputs(freeInputs(model.graph), { freeDimensions: [], most: 1, seed: 1 }).at(0);
  const names = Array.from({ length: one.outputs ?? 1 }, (_, i) => `out${i}`);
  const types = await inferredFrom(bytes);
  const computed = await runWithOutputs(runtime, bytes, feeds, names);
  for (const [name, tensor] of computed)
    assertDescribes(types.get(name), tensor, `${one.op} ${name}`, one.open !== true);
}
