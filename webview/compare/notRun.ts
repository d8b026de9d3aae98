import type { CompareReport } from '../../src/shared/reports/compareReport';
import { element } from '../dom';
import { button } from '../ui/controls';
import type { CompareContext } from './compareContext';

/** Why the models were not run, and the button that changes it. */
export function notRun({ warnings }: CompareReport, context: CompareContext): HTMLElement {
  const { canRun, cannotRunReason, needsTrust } = context.files;
  const why = canRun ? warnings.join(' ') || 'The models were not run.' : cannotRunReason;
  const actions = canRun
    ? [button({ label: 'Run on Made-up Inputs', testId: 'run-synthetic', onClick: () => context.runSynthetic() })]
    : needsTrust
      ? [
          button({
            label: 'Manage Workspace Trust',
            testId: 'manage-trust',
            onClick: () => context.manageTrust(),
          }),
        ]
      : [];
  return element('div', { class: 'compare-not-run', testId: 'not-run' }, element('p', { text: why }), ...actions);
}
