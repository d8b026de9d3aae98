import * as vscode from 'vscode';
import { printable } from '../../shared/printable';
import type { LintFinding, LintReport, LintRuleInfo, LintSeverity } from '../../shared/reports/lintReport';
import { formatInteger } from '../../shared/units';

const SEVERITIES: Readonly<Record<LintSeverity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** A model has no lines: every finding is of its beginning. */
const START = new vscode.Range(0, 0, 0, 0);

/** Findings of one rule that the Problems panel lists: the same sentence about every layer would bury what is rare. */
const MOST_OF_A_RULE = 5;

/** Findings as the Problems panel shows them. The code leads to the node that is meant, else to what the rule says. */
export function diagnosticsOf(report: LintReport, model: vscode.Uri, reference: vscode.Uri): vscode.Diagnostic[] {
  const rules = new Map(report.rules.map(rule => [rule.id, rule]));
  const shown: vscode.Diagnostic[] = [];
  const left = new Map(report.omitted.map(({ rule, count }) => [rule, { count, severity: rules.get(rule)?.severity }]));
  const listed = new Map<string, number>();
  for (const finding of report.findings) {
    const { rule, severity, message } = finding;
    const count = listed.get(rule) ?? 0;
    if (count === MOST_OF_A_RULE) {
      left.set(rule, { severity, ...left.get(rule), count: (left.get(rule)?.count ?? 0) + 1 });
      continue;
    }
    listed.set(rule, count + 1);
    const place = placeOf(finding, model) ?? reference.with({ fragment: rule });
    shown.push(diagnostic(message, severity, rule, place));
  }
  for (const [rule, { count, severity = 'info' }] of left) {
    const { title = rule }: Partial<LintRuleInfo> = rules.get(rule) ?? {};
    const text = `${title}: ${formatInteger(count)} more in the Findings tab.`;
    shown.push(diagnostic(text, severity, rule, command('modelLathe.showFindings', model.toString())));
  }
  return shown;
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
  return command('modelLathe.revealNode', { model: model.toString(), graph, index: node });
}

function command(id: string, argument: unknown): vscode.Uri {
  return vscode.Uri.parse(`command:${id}?${encodeURIComponent(JSON.stringify([argument]))}`);
}
