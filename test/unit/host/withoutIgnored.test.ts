import assert from 'node:assert/strict';
import { withoutIgnored } from '../../../src/host/diagnostics/withoutIgnored';
import type { LintFinding, LintReport, LintRuleInfo } from '../../../src/shared/reports/lintReport';

const rule = (id: string): LintRuleInfo => ({
  id,
  title: id,
  severity: 'info',
  what: 'What.',
  why: 'Why.',
  mend: { text: 'Mend.', command: null, cli: null },
});
const finding = (id: string): LintFinding => ({
  rule: id,
  severity: 'info',
  message: id,
  graph: 'main',
  node: null,
  value: null,
});

const REPORT: LintReport = {
  kind: 'lint',
  schema: 1,
  model: { file: 'net.onnx', bytes: 1 },
  rules: [rule('a'), rule('b')],
  findings: [finding('a'), finding('b')],
  skipped: [{ rule: 'a', reason: 'Partly.' }],
  omitted: [{ rule: 'a', count: 3 }],
};

describe('A report without ignored rules', () => {
  it('says nothing of them', () => {
    const { rules, findings, skipped, omitted } = withoutIgnored(REPORT, ['a', 'unheard of']);
    assert.deepEqual([rules.length, findings.length, skipped.length, omitted.length], [1, 1, 0, 0]);
    assert.equal(withoutIgnored(REPORT, []), REPORT);
  });
});
