import assert from 'node:assert/strict';
import type { LintFinding, LintReport, LintRuleInfo, LintSeverity } from '../../../../src/shared/reports/lintReport';
import { countFindings, groupFindings } from '../../../../webview/findings/groupFindings';

function rule(id: string, severity: LintSeverity): LintRuleInfo {
  return {
    id,
    title: id,
    what: 'What.',
    severity,
    why: 'Because.',
    mend: { text: 'Mend it.', command: null, cli: null },
  };
}

function finding(id: string, severity: LintSeverity, message: string): LintFinding {
  return { rule: id, severity, message, graph: 'main', node: 0, value: null };
}

const report: LintReport = {
  kind: 'lint',
  schema: 1,
  model: { file: 'net.onnx', bytes: 1 },
  rules: [rule('mild', 'info'), rule('mixed', 'info'), rule('bad', 'error'), rule('not-checked', 'error')],
  findings: [
    finding('mild', 'info', 'm1'),
    finding('mixed', 'info', 'x1'),
    finding('mixed', 'warning', 'x2'),
    finding('bad', 'error', 'b1'),
  ],
  skipped: [{ rule: 'not-checked', reason: 'The runtime has not been asked.' }],
  omitted: [{ rule: 'mild', count: 41 }],
};

describe('findings by rule', () => {
  const shown = (severity: LintSeverity | 'all', only = ''): unknown =>
    groupFindings(report, { severity, rule: only }).map(group => [
      group.rule.id,
      group.severity,
      group.findings.map(({ message }) => message).join(),
      group.omitted,
    ]);

  it('come with the worst first; a rule is as bad as its worst finding', () => {
    assert.deepEqual(shown('all'), [
      ['bad', 'error', 'b1', 0],
      ['mixed', 'warning', 'x1,x2', 0],
      ['mild', 'info', 'm1', 41],
    ]);
  });

  it('are those of one severity or of one rule', () => {
    assert.deepEqual(shown('info'), [
      ['mild', 'info', 'm1', 41],
      ['mixed', 'info', 'x1', 0],
    ]);
    assert.deepEqual(shown('all', 'bad'), [['bad', 'error', 'b1', 0]]);
    assert.deepEqual(shown('warning', 'bad'), []);
  });

  it('count with those that are not listed', () => {
    assert.equal(countFindings(report), 45);
  });
});
