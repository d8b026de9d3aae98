import * as vscode from 'vscode';
import { printable } from '../../shared/printable';
import type { LintFinding, LintReport, LintRuleInfo, LintSeverity } from '../../shared/reports/lintReport';

const SEVERITIES: Readonly<Record<LintSeverity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** A model has no lines: every finding is of its beginning. */
const START = new vscode.Range(0, 0, 0, 0);

/** Findings as the Problems panel shows them. The code leads to the node that is meant, else to what the rule says. */
export function diagnosticsOf(report: LintReport, model: vscode.Uri, reference: vscode.Uri): vscode.Diagnostic[] {
  const rules = new Map(report.rules.map(rule => [rule.id, rule]));
  const listed = report.findings.map(finding => {
    const place = placeOf(finding, model) ?? reference.with({ fragment: finding.rule });
    return diagnostic(finding.message, finding.severity, finding.rule, place);
  });
  const more = report.omitted.map(({ rule, count }) => {
    const { title = rule, severity = 'info' }: Partial<LintRuleInfo> = rules.get(rule) ?? {};
    return diagnostic(`${title}: ${count} more.`, severity, rule, reference.with({ fragment: rule }));
  });
  return [...listed, ...more];
}

function diagnostic(message: string, severity: LintSeverity, rule: string, target: vscode.Uri): vscode.Diagnostic {
  const made = new vscode.Diagnostic(START, printable(message), SEVERITIES[severity]);
  made.source = 'Model Lathe';
  made.code = { value: rule, target };
  return made;
}

/** The command that opens the model at the finding's node. */
function placeOf({ graph, node }: LintFinding, model: vscode.Uri): vscode.Uri | null {
  if (node === null) return null;
  const place = { model: model.toString(), graph, index: node };
  return vscode.Uri.parse(`command:modelLathe.revealNode?${encodeURIComponent(JSON.stringify([place]))}`);
}
