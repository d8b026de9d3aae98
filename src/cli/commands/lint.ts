import { lintSurely } from '../../jobs/lintSurely';
import { ALL_RULES, chosenRules } from '../../model/lint/lint';
import { printable } from '../../shared/printable';
import {
  LINT_SEVERITIES,
  type LintReport,
  type LintRuleInfo,
  type LintSeverity,
} from '../../shared/reports/lintReport';
import { counted, formatInteger } from '../../shared/units';
import { choiceOption, oneModel } from '../arguments';
import type { Arguments, BrokenLimit, Command } from '../command';
import { commonOptions } from '../commonOptions';
import { badValue } from '../errors';

const NEVER = 'never';

export const lint: Command = {
  name: 'lint',
  summary: 'Look for what is wrong with a model or costs without need: what, why it matters, what mends it',
  options: {
    ...commonOptions,
    rule: { type: 'string', value: 'ID', help: 'look for this alone; may be repeated' },
    ignore: { type: 'string', value: 'ID', help: 'do not look for this; may be repeated' },
    'fail-on': {
      type: 'string',
      value: 'error|warning|info',
      help: 'exit with 3 when something of this severity or worse is found',
    },
    'no-run': { type: 'boolean', help: 'do not ask the runtime which operators it can run' },
  },
  async run(args, { terminal, run }) {
    const failOn = choiceOption(lint, args, 'fail-on', [NEVER, ...LINT_SEVERITIES], NEVER);
    const request = {
      model: oneModel(lint, args),
      only: ruleIds(args, 'rule'),
      ignore: ruleIds(args, 'ignore'),
      withoutRuntime: args.flag('no-run') ? 'The runtime was not asked, as --no-run says.' : null,
    };
    const report = await lintSurely(request, again => run('lint', again));
    terminal.answer(report, () => lintText(report));
    return brokenLimit(report, failOn);
  },
};

/** @throws LatheError of kind `usage` for an identifier that is none. */
function ruleIds(args: Arguments, option: string): readonly string[] {
  const known = chosenRules(ALL_RULES).map(({ id }) => id);
  const wanted = args.texts(option).flatMap(text => text.split(','));
  for (const id of wanted) {
    if (!known.includes(id)) throw badValue('lint', option, id, `one of ${known.join(', ')}`);
  }
  return wanted;
}

function brokenLimit(report: LintReport, failOn: LintSeverity | typeof NEVER): readonly BrokenLimit[] {
  if (failOn === NEVER) return [];
  const limit = LINT_SEVERITIES.indexOf(failOn);
  const worse = report.findings.filter(({ severity }) => LINT_SEVERITIES.indexOf(severity) <= limit).length;
  return worse === 0
    ? []
    : [{ message: `${counted(worse, 'finding')} of severity ${failOn} or worse (--fail-on ${failOn}).` }];
}

function lintText(report: LintReport): string {
  const groups = report.rules.filter(({ id }) => report.findings.some(({ rule }) => rule === id));
  const skipped = report.skipped.map(({ rule, reason }) => `Not checked: ${rule}: ${printable(reason)}`);
  return [...groups.map(rule => `${ruleText(report, rule)}\n`), ...skipped, summary(report)].join('\n');
}

function ruleText(report: LintReport, { id, title, why, mend }: LintRuleInfo): string {
  const findings = report.findings.filter(({ rule }) => rule === id);
  const omitted = report.omitted.find(({ rule }) => rule === id)?.count ?? 0;
  return [
    `${title} (${id}): ${counted(findings.length + omitted, 'finding')}`,
    `  Why:  ${why}`,
    `  Mend: ${mend.text}${mend.cli === null ? '' : `\n        ${mend.cli}`}`,
    ...findings.map(each => `  ${each.severity.padEnd(7)}  ${printable(each.message)}`),
    ...(omitted === 0 ? [] : [`  and ${formatInteger(omitted)} more that are not listed`]),
  ].join('\n');
}

function summary(report: LintReport): string {
  const file = printable(report.model.file);
  const omitted = report.omitted.reduce((sum, { count }) => sum + count, 0);
  const total = report.findings.length + omitted;
  if (total === 0) return `${file}: nothing found.`;
  const counts = LINT_SEVERITIES.map(severity => {
    const count = report.findings.filter(each => each.severity === severity).length;
    return count === 0 ? null : `${formatInteger(count)} ${severity}`;
  }).filter(text => text !== null);
  const listed = omitted === 0 ? '' : ', as far as listed';
  return `${file}: ${counted(total, 'finding')} (${counts.join(', ')}${listed}).`;
}
