import assert from 'node:assert/strict';
import { inferTypes } from '../../../../src/analysis/shapes/inferTypes';
import { bindSize } from '../../../../src/analysis/symbolic/sizes';
import type { Dimension, ValueType } from '../../../../src/model/model';
import { printValueType } from '../../../../src/model/printType';
import { withoutDeclarations } from './actualTypes';
import {
  known,
  operators,
  readCase,
  type StandardCase,
  standardCases,
  type Telling,
  type WrittenTensor,
  type WrittenType,
} from './standardCase';

/**
 * Sizes that depend on the elements of tensors that are not looked into (pictures, boxes, texts, what is found, 16-bit
 * floats for Range), or on how a runtime lays its scores out (SVMClassifier).
 */
const DEPENDS_ON_ELEMENTS = new Set([
  'ImageDecoder',
  'NonMaxSuppression',
  'Range',
  'SVMClassifier',
  'StringNormalizer',
  'StringSplit',
  'Unique',
]);

/** Versions without a case: neither the backend tests of ONNX nor a runtime tells what they give. */
const UNPROVED = new Set([
  'Loop 1',
  'Optional 28',
  'ai.onnx.ml.CastMap 1',
  'ai.onnx.ml.DictVectorizer 1',
  'ai.onnx.ml.ZipMap 1',
  'ai.onnx.preview.training.Gradient 1',
]);

describe('types of standard operators in each of their versions', () => {
  const cases = standardCases();

  it('are proved by a case, but for those that nothing can', () => {
    const proved = new Set(cases.map(one => `${named(one.domain ?? '', one.op)} ${one.version}`));
    const missing = Object.entries(operators())
      .filter(([domain]) => !domain.startsWith('com.microsoft'))
      .flatMap(([domain, versions]) =>
        Object.entries(versions).flatMap(([op, since]) =>
          since
            .filter((version, i) => domain !== '' || (since[i + 1] ?? 8) > 7 || version >= 7)
            .filter(version => !proved.has(`${named(domain, op)} ${domain === '' ? Math.max(version, 7) : version}`))
            .map(version => `${named(domain, op)} ${version}`),
        ),
      );
    assert.deepEqual(new Set(missing), UNPROVED);
  });

  for (const telling of ['typed', 'valued', 'named'] as const) {
    it(`are what comes out when inputs are ${telling}`, async function () {
      this.timeout(60_000);
      const wrong: string[] = [];
      const open = new Set<string>();
      for (const one of cases) await compare(one, telling, wrong, open);
      assert.deepEqual(wrong, []);
      if (telling === 'valued') assert.deepEqual(open, DEPENDS_ON_ELEMENTS);
    });
  }
});

function named(domain: string, op: string): string {
  return domain === '' ? op : `${domain}.${op}`;
}

async function compare(one: StandardCase, telling: Telling, wrong: string[], open: Set<string>): Promise<void> {
  const { model, sizes, outputs } = await readCase(one, telling);
  const types = inferTypes(withoutDeclarations(model)).get('main');
  for (const [i, name] of outputs.entries()) {
    const expected = one.out[i] ?? null;
    if (expected === null) continue;
    const type = types?.get(name) ?? null;
    const verdict = compareTypes(type, expected, sizes);
    if (verdict === 'wrong') {
      const written = JSON.stringify({ ...one, model: undefined });
      wrong.push(`${name}: ${printValueType(type)} for ${written}`);
    }
    if (verdict === 'open' && one.model === undefined) open.add(one.op);
  }
}

type Verdict = 'same' | 'open' | 'wrong';

function compareTypes(type: ValueType | null, expected: WrittenType, sizes: ReadonlyMap<string, number>): Verdict {
  if (expected === null) return 'same';
  if (type === null) return 'open';
  if (type.kind === 'optional') return compareTypes(type.of, expected, sizes);
  if ('sequence' in expected) {
    if (type.kind !== 'sequence') return 'wrong';
    const verdicts = expected.sequence.map(element => compareTypes(type.of, element, sizes));
    return verdicts.includes('wrong') ? 'wrong' : verdicts.includes('open') ? 'open' : 'same';
  }
  return type.kind === 'tensor' ? compareTensors(type, expected, sizes) : 'wrong';
}

function compareTensors(
  type: ValueType & { kind: 'tensor' | 'sparse' },
  [dtype, shape]: WrittenTensor,
  sizes: ReadonlyMap<string, number>,
): Verdict {
  if (type.dtype !== known(dtype)) return 'wrong';
  if (type.shape === null) return 'open';
  if (type.shape.length !== shape.length) return 'wrong';
  const bound = type.shape.map(size => boundTo(size, sizes));
  if (bound.some((size, axis) => typeof size === 'number' && size !== shape[axis])) return 'wrong';
  return bound.every(size => typeof size === 'number') ? 'same' : 'open';
}

function boundTo(size: Dimension, sizes: ReadonlyMap<string, number>): Dimension {
  return typeof size === 'string' ? bindSize(size, sizes) : size;
}
