import assert from 'node:assert/strict';
import { modelCosts } from '../../../../src/analysis/cost/modelCosts';
import { inferTypesStepwise } from '../../../../src/analysis/shapes/inferTypes';
import { memorySource } from '../../../../src/formats/fileSource';
import { onnx } from '../../../../src/formats/onnx/generated/onnx';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import type { Model } from '../../../../src/model/model';
import { printValueType } from '../../../../src/model/printType';
import type { Steps } from '../../../../src/model/steps';
import { plainNumber } from '../../../../src/shared/amount';
import { graphBuilder, modelProto } from '../../../fixtures/builders/onnxModel';

/** Far above what is needed, far below a step for each of the calls. */
const FEW_STEPS = 20_000;

type NodeParts = onnx.NodeProto.$Properties;

/** `F0` calls `F1` twice, that calls `F2` twice, and so on; the last one is `Relu`. */
async function doubling(levels: number, between: (level: number) => NodeParts[] = () => []): Promise<Model> {
  const graph = graphBuilder().input('x', 'float32', [2, 3]).output('y', 'float32', null);
  graph.node('F0', ['x'], ['y'], {}, { domain: 'local' });
  const proto = modelProto(graph, { domains: { local: 1 }, irVersion: 10 });
  proto.functions = Array.from({ length: levels + 1 }, (_, level) => {
    const body = between(level);
    const call = { opType: `F${level + 1}`, domain: 'local' };
    const node =
      level === levels
        ? [{ opType: 'Relu', input: ['a'], output: ['c'] }]
        : [
            { ...call, input: ['a'], output: ['b'] },
            ...body,
            { ...call, input: [body.length === 0 ? 'b' : 'larger'], output: ['c'] },
          ];
    const { opsetImport } = proto;
    return onnx.FunctionProto.create({
      ...{ name: `F${level}`, domain: 'local', opsetImport },
      ...{ input: ['a'], output: ['c'], node },
    });
  });
  const { model } = await readOnnx(memorySource(onnx.ModelProto.encode(proto).finish(), 'model.onnx'));
  return model;
}

const ROWS = { name: 'axis', type: 2, i: 0 };

/** Fails instead of running for hours. */
function within<T>(most: number, steps: Steps<T>): T {
  for (let count = 0; count < most; count++) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
  assert.fail(`more than ${most} steps`);
}

describe('functions that call functions twice', () => {
  it('are typed once for each level, and counted as often as they run', async () => {
    const model = await doubling(40);
    const { types } = within(FEW_STEPS, inferTypesStepwise(model));
    assert.equal(printValueType(types.get('main')?.get('y') ?? null), 'float32[2,3]');
    const costs = within(FEW_STEPS, modelCosts(model, types));
    assert.equal(plainNumber(costs.graphs.get('main')?.flops ?? []), 2 ** 40 * 6);
  });

  it('end as unknown when every call has sizes of its own', async () => {
    const model = await doubling(30, level => [
      { opType: 'Constant', output: ['size'], attribute: [{ name: 'value_ints', type: 7, ints: [2 ** level, 3] }] },
      { opType: 'ConstantOfShape', input: ['size'], output: ['more'] },
      { opType: 'Concat', input: ['a', 'more'], output: ['larger'], attribute: [ROWS] },
    ]);
    const { types } = within(1_000_000, inferTypesStepwise(model));
    const costs = within(2_000_000, modelCosts(model, types));
    assert.equal(costs.graphs.get('main')?.flops, null);
  });

  it('are told apart by what they are given', async () => {
    const model = await doubling(3, () => [
      { opType: 'Concat', input: ['b', 'b'], output: ['larger'], attribute: [ROWS] },
    ]);
    const { types } = within(FEW_STEPS, inferTypesStepwise(model));
    assert.equal(printValueType(types.get('main')?.get('y') ?? null), 'float32[256,3]');
  });
});
