import type { LintFinding, LintRuleInfo, LintSeverity } from '../../src/shared/reports/lintReport';
import { formatInteger } from '../../src/shared/units';
import { element } from '../dom';
import { button } from '../ui/controls';
import type { RuleFindings } from './groupFindings';

/** Findings of a rule that are on the page before somebody asks for more. */
const FIRST = 20;

const MARKS: Readonly<Record<LintSeverity, { readonly icon: string; readonly word: string }>> = {
  error: { icon: '✕', word: 'Error' },
  warning: { icon: '⚠', word: 'Warning' },
  info: { icon: 'ℹ', word: 'Info' },
};

export interface RuleEvents {
  readonly onReveal: (finding: LintFinding) => void;
  readonly onMend: (rule: string) => void;
}

/** What one rule found, why it matters and what mends it. */
export function ruleCard({ rule, severity, findings, omitted }: RuleFindings, events: RuleEvents): HTMLElement {
  const list = element('ul', { class: 'plain-list finding-list' });
  const show = (from: number, to: number): void => {
    list.append(...findings.slice(from, to).map(finding => findingLine(finding, severity, events)));
  };
  show(0, FIRST);
  const more = findings.length - FIRST;
  const moreButton = button({
    label: `Show ${formatInteger(more)} more`,
    onClick: () => {
      show(FIRST, findings.length);
      moreButton.remove();
    },
  });
  return element(
    'section',
    { class: 'card finding-card', testId: 'finding-rule', attributes: { 'data-rule': rule.id } },
    element(
      'h2',
      { class: 'finding-title' },
      severityMark(severity),
      element('span', { text: rule.title }),
      element('span', { class: 'quiet finding-count', text: formatInteger(findings.length + omitted) }),
      element('span', { class: 'quiet mono finding-id', text: rule.id }),
    ),
    element('p', { class: 'finding-why', text: rule.why }),
    mendLine(rule, events),
    list,
    more > 0 ? moreButton : null,
    omitted > 0 ? element('p', { class: 'quiet', text: `${formatInteger(omitted)} more are not listed.` }) : null,
  );
}

function severityMark(severity: LintSeverity): HTMLElement {
  const { icon, word } = MARKS[severity];
  return element(
    'span',
    { class: `severity severity-${severity}` },
    element('span', { class: 'severity-icon', text: icon, attributes: { 'aria-hidden': 'true' } }),
    element('span', { text: word }),
  );
}

function mendLine({ id, mend: { text, command, cli } }: LintRuleInfo, { onMend }: RuleEvents): HTMLElement {
  return element(
    'p',
    { class: 'finding-mend' },
    element('span', { text }),
    command === null
      ? null
      : button({ label: 'Mend…', title: text, testId: 'finding-mend', onClick: () => onMend(id) }),
    cli === null ? null : element('code', { class: 'mono quiet', text: cli }),
  );
}

function findingLine(finding: LintFinding, ruleSeverity: LintSeverity, { onReveal }: RuleEvents): HTMLElement {
  const text = element('span', { class: 'finding-message', text: finding.message });
  const mark = finding.severity === ruleSeverity ? null : severityMark(finding.severity);
  if (finding.node === null && finding.value === null) return element('li', { testId: 'finding' }, mark, text);
  const place = finding.node === null ? {} : { 'data-graph': finding.graph, 'data-node': String(finding.node) };
  return element(
    'li',
    { testId: 'finding', attributes: place },
    mark,
    element(
      'button',
      {
        class: 'link',
        title: 'Show in the graph',
        attributes: { type: 'button' },
        on: { click: () => onReveal(finding) },
      },
      text,
    ),
  );
}
