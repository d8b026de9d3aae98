import {
  LINT_SEVERITIES,
  type LintFinding,
  type LintReport,
  type LintRuleInfo,
  type LintSeverity,
} from '../../src/shared/reports/lintReport';

/** A rule with what it found. */
export interface RuleFindings {
  readonly rule: LintRuleInfo;
  /** The worst of its findings; a rule may judge each by itself. */
  readonly severity: LintSeverity;
  readonly findings: readonly LintFinding[];
  /** Findings beyond those that are listed. */
  readonly omitted: number;
}

export interface FindingsFilter {
  readonly severity: LintSeverity | 'all';
  /** Identifier of the one rule wanted; empty wants all. */
  readonly rule: string;
}

/** Rules that found something, the worst first, as the filter leaves them. */
export function groupFindings(report: LintReport, filter: FindingsFilter): readonly RuleFindings[] {
  const byRule = new Map<string, LintFinding[]>();
  for (const finding of report.findings) {
    if (filter.severity !== 'all' && finding.severity !== filter.severity) continue;
    const known = byRule.get(finding.rule);
    if (known === undefined) byRule.set(finding.rule, [finding]);
    else known.push(finding);
  }
  const omitted = new Map(report.omitted.map(({ rule, count }) => [rule, count]));
  const groups = report.rules.flatMap(rule => {
    const findings = byRule.get(rule.id);
    if (findings === undefined || (filter.rule !== '' && filter.rule !== rule.id)) return [];
    const severity = LINT_SEVERITIES.find(each => findings.some(finding => finding.severity === each)) ?? rule.severity;
    return [{ rule, severity, findings, omitted: omitted.get(rule.id) ?? 0 }];
  });
  return groups.sort((a, b) => LINT_SEVERITIES.indexOf(a.severity) - LINT_SEVERITIES.indexOf(b.severity));
}

/** How many findings there are, those that are not listed included. */
export function countFindings(report: LintReport): number {
  return report.omitted.reduce((sum, { count }) => sum + count, report.findings.length);
}
