import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { RULES } from '../../../../src/model/lint/rules';
import type { LintReport } from '../../../../src/shared/reports/lintReport';
import { lintJob } from '../../../../src/worker/jobs/lint';
import { runtimeProvider } from '../../../../src/worker/runtimeProvider';
import { modelBytes } from '../../../fixtures/builders/onnxModel';
import { temporaryFolder } from '../../../fixtures/temporaryFolder';
import { contentCases } from './contentCases';
import { fileCases } from './fileCases';
import { initializerCases } from './initializerCases';
import { nodeCases } from './nodeCases';
import { quantizedCases } from './quantizedCases';
import type { RuleCase, RuleCases } from './ruleCase';
import { runtimeCases } from './runtimeCases';
import { sizeCases } from './sizeCases';
import { typeCases } from './typeCases';

const CASES: RuleCases = {
  ...initializerCases,
  ...nodeCases,
  ...typeCases,
  ...sizeCases,
  ...fileCases,
  ...contentCases,
  ...quantizedCases,
  ...runtimeCases,
};

const runtime = runtimeProvider();

describe('Lint rules', () => {
  const folder = temporaryFolder();

  async function lint({ model, options, files = {} }: RuleCase, only: readonly string[]): Promise<LintReport> {
    for (const [name, bytes] of Object.entries(files)) await writeFile(folder.path(name), bytes);
    const built = model();
    const file = folder.path('net.onnx');
    await writeFile(file, built instanceof Uint8Array ? built : modelBytes(built, options));
    return lintJob(
      { model: file, only, ignore: [], withoutRuntime: null },
      { signal: new AbortController().signal, progress: () => undefined, announceTemporary: () => undefined },
      runtime,
    );
  }

  it('each has a model that it finds something in, one that it does not, and a hostile one', () => {
    assert.deepEqual(Object.keys(CASES).sort(), RULES.map(({ id }) => id).sort());
    for (const [rule, kinds] of Object.entries(CASES)) {
      assert.ok(
        Object.values(kinds).every(cases => cases.length > 0),
        rule,
      );
      assert.ok(
        kinds.positive.every(({ finds }) => finds.length > 0) &&
          kinds.negative.every(({ finds }) => finds.length === 0),
        rule,
      );
    }
  });

  for (const { id, severity } of RULES) {
    for (const [kind, cases] of Object.entries(CASES[id] ?? {})) {
      for (const each of cases as readonly RuleCase[]) {
        it(`${id}, ${kind}: ${each.what}`, async () => {
          const { findings, skipped } = await lint(each, [id]);
          const said = findings.map(finding =>
            finding.severity === severity ? finding.message : `${finding.severity}: ${finding.message}`,
          );
          assert.deepEqual([...said, ...skipped.map(({ reason }) => `not checked: ${reason}`)], each.finds);
        });
      }
    }
  }

  it('all look at every hostile model without failing', async () => {
    for (const { hostile } of Object.values(CASES)) {
      for (const each of hostile) assert.equal((await lint(each, [])).kind, 'lint', each.what);
    }
  });
});
