import type { LintReport } from '../../shared/reports/lintReport';

/** A report without what people do not want to be told. */
export function withoutIgnored(report: LintReport, ignored: readonly string[]): LintReport {
  if (ignored.length === 0) return report;
  const isWanted = ({ rule }: { readonly rule: string }): boolean => !ignored.includes(rule);
  return {
    ...report,
    rules: report.rules.filter(({ id }) => !ignored.includes(id)),
    findings: report.findings.filter(isWanted),
    skipped: report.skipped.filter(isWanted),
    omitted: report.omitted.filter(isWanted),
  };
}
