export const LINT_SEVERITIES = ['error', 'warning', 'info'] as const;

export type LintSeverity = (typeof LINT_SEVERITIES)[number];

/** A rule as people see it. Identifiers never change: settings and ignore lists name them. */
export interface LintRuleInfo {
  readonly id: string;
  readonly title: string;
  /** Of most of its findings; one finding can be milder or worse. */
  readonly severity: LintSeverity;
  /** What is looked for and what is left out on purpose. */
  readonly what: string;
  /** Why it matters, one sentence. */
  readonly why: string;
  readonly mend: LintMend;
}

/** What to do about a finding. */
export interface LintMend {
  readonly text: string;
  /** Command of the extension that does it, and the same from a terminal; `null` when no command can. */
  readonly command: string | null;
  /** What the command is told besides the model. */
  readonly options?: LintMendOptions;
  readonly cli: string | null;
}

/** How `modelLathe.simplify` goes about it. */
export interface LintMendOptions {
  readonly opset?: number;
  readonly float32?: boolean;
  /** Ask for the sizes that the model leaves open and fix them. */
  readonly fixSizes?: boolean;
}

export interface LintFinding {
  /** `LintRuleInfo.id`. */
  readonly rule: string;
  readonly severity: LintSeverity;
  /** What was found where, with names and figures: one sentence. */
  readonly message: string;
  readonly graph: string;
  /** Index of the node in its graph, `null` when the finding is not of a node. */
  readonly node: number | null;
  /** The value or weight that is meant, if one is. */
  readonly value: string | null;
}

export interface LintReport {
  readonly kind: 'lint';
  readonly schema: 1;
  readonly model: { readonly file: string; readonly bytes: number };
  /** Every rule that has findings or was skipped. */
  readonly rules: readonly LintRuleInfo[];
  readonly findings: readonly LintFinding[];
  /** Rules that were not checked, or not everywhere, and why: weights not read, the runtime not allowed. */
  readonly skipped: readonly { readonly rule: string; readonly reason: string }[];
  /** Findings of a rule beyond the most that are listed. */
  readonly omitted: readonly { readonly rule: string; readonly count: number }[];
}
