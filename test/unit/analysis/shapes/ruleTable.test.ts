import assert from 'node:assert/strict';
import { RULES } from '../../../../src/analysis/shapes/rules';
import { operators } from './standardCase';

/** What older versions of the runtime and exporters wrote into the domain of the ONNX operators. */
const BEYOND_ONNX = ['ParametricSoftplus', 'ScaledTanh', 'SimplifiedLayerNormalization'];

describe('the table of rules', () => {
  for (const [domain, versions] of Object.entries(operators())) {
    it(`has an entry for each operator of ${domain === '' ? 'ONNX' : domain} and for nothing else`, () => {
      const expected = [...Object.keys(versions), ...(domain === '' ? BEYOND_ONNX : [])];
      assert.deepEqual([...(RULES.get(domain)?.keys() ?? [])].sort(), expected.sort());
    });
  }
});
