import assert from 'node:assert/strict';
import { memorySource } from '../../../../src/formats/fileSource';
import { readOnnx } from '../../../../src/formats/onnx/readOnnx';
import { type LintSubject, lintStepwise, MOST_LISTED, needsFacts } from '../../../../src/model/lint/lint';
import { RULES } from '../../../../src/model/lint/rules';
import { finish } from '../../../../src/model/steps';
import { LINT_SEVERITIES } from '../../../../src/shared/reports/lintReport';
import { graphBuilder, modelBytes } from '../../../fixtures/builders/onnxModel';

const NOT_LOOKED = { unavailable: 'Not looked.' };

/** A model with this many unused initializers; nothing but its structure is known. */
async function subject(unused: number): Promise<LintSubject> {
  const graph = graphBuilder().input('x', 'float32', [1]).node('Relu', ['x'], ['y']).output('y', 'float32', [1]);
  for (let i = 0; i < unused; i++) graph.weight(`w${i}`, 'int8', [1], [1]);
  const { model } = await readOnnx(memorySource(modelBytes(graph), 'net.onnx'));
  const facts = { structure: null, types: NOT_LOOKED, files: NOT_LOOKED, contents: NOT_LOOKED, runtime: NOT_LOOKED };
  return { model, facts, gaps: new Map(), file: 'net.onnx', bytes: 5 };
}

describe('Lint', () => {
  it('lists the first findings of a rule and counts the others', async () => {
    const { findings, omitted } = finish(lintStepwise(await subject(MOST_LISTED + 7)));
    assert.equal(findings.length, MOST_LISTED);
    assert.deepEqual(omitted, [{ rule: 'unused-initializer', count: 7 }]);
  });

  it('says which rules were not checked and why, and tells about every rule that it names', async () => {
    const known = await subject(1);
    const { findings, skipped, rules, model } = finish(
      lintStepwise({ ...known, gaps: new Map([['structure', 'Half of it.']]) }),
    );
    const unchecked = RULES.filter(({ needs }) => needs !== 'structure').map(({ id }) => ({
      rule: id,
      reason: 'Not looked.',
    }));
    const partly = RULES.filter(({ needs }) => needs === 'structure').map(({ id }) => ({
      rule: id,
      reason: 'Half of it.',
    }));
    const byRule = (a: { rule: string }, b: { rule: string }): number => a.rule.localeCompare(b.rule);
    assert.deepEqual([...skipped].sort(byRule), [...unchecked, ...partly].sort(byRule));
    assert.deepEqual(findings, [
      {
        rule: 'unused-initializer',
        severity: 'info',
        message: '"w0" (int8[1], 1 B) is read by nothing.',
        graph: 'main',
        node: null,
        value: 'w0',
      },
    ]);
    assert.deepEqual(
      rules.map(({ id }) => id),
      RULES.map(({ id }) => id),
    );
    assert.deepEqual(model, { file: 'net.onnx', bytes: 5 });
    assert.doesNotThrow(() => structuredClone(rules), 'rules can be sent to a page');
  });

  it('checks the rules that are chosen', async () => {
    const known = await subject(1);
    assert.deepEqual(finish(lintStepwise(known, { only: ['old-opset'], ignore: [] })).findings, []);
    assert.deepEqual(finish(lintStepwise(known, { only: [], ignore: ['unused-initializer'] })).findings, []);
    assert.equal(needsFacts({ only: ['nan-weight'], ignore: [] }, 'contents'), true);
    assert.equal(needsFacts({ only: ['nan-weight'], ignore: ['nan-weight'] }, 'contents'), false);
  });

  it('rules have identifiers of their own and say what, why and what to do in sentences', () => {
    assert.equal(new Set(RULES.map(({ id }) => id)).size, RULES.length);
    for (const { id, title, severity, what, why, mend } of RULES) {
      assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.ok(LINT_SEVERITIES.includes(severity));
      assert.match(title, /^[A-Z][^.]*[^.]$/, id);
      for (const text of [what, why, mend.text]) assert.match(text, /^[A-Z].*\.$/s, id);
      assert.equal(mend.command === null, mend.cli === null, id);
    }
  });

  it('works in short steps', async () => {
    const steps = lintStepwise(await subject(500));
    let count = 0;
    while (steps.next().done !== true) count += 1;
    assert.ok(count > 500);
  });
});
