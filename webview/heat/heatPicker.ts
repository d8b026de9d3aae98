import { formatPercent } from '../../src/shared/units';
import { element } from '../dom';
import { button } from '../ui/controls';
import { failureText } from './failureText';
import { openHeatMenu } from './heatMenu';
import type { HeatContext, HeatPart } from './heatPart';
import type { HeatState } from './heatStore';

export interface PickerOptions {
  /** Whether nothing can be chosen too. */
  readonly allowsNone: boolean;
  /** Whether progress and failures are told beside it; else whoever has more room does. */
  readonly tellsState: boolean;
}

/** The choice of figure and scale as one button for toolbars. */
export function heatPicker(
  context: HeatContext,
  options: PickerOptions = { allowsNone: true, tellsState: true },
): HeatPart {
  const { heat } = context;
  const name = element('span', { class: 'heat-chosen ellipsis' });
  const opener = element(
    'button',
    {
      class: 'heat-opener',
      testId: 'heat-metric',
      attributes: { type: 'button', 'aria-haspopup': 'menu' },
      on: {
        click: () => {
          heat.offers().then(
            offers => openHeatMenu(context, offers, opener, options.allowsNone),
            (thrown: unknown) => context.problem(thrown),
          );
        },
      },
    },
    element('span', { class: 'quiet', text: 'Heat' }),
    name,
    element('span', { text: '▾', attributes: { 'aria-hidden': 'true' } }),
  );
  const state = element('span', { class: 'heat-state', role: 'status', testId: 'heat-state', hidden: true });
  const show = (now: HeatState): void => {
    const chosen = chosenText(now, heat.choice.scale);
    name.textContent = chosen;
    opener.setAttribute('aria-label', `Heat: ${chosen}`);
    opener.title = now.kind === 'ready' ? `${now.heat.title}, ${now.heat.source}` : 'Colours by a figure of the nodes';
    const parts = options.tellsState ? stateParts(now, context) : [];
    state.hidden = parts.length === 0;
    state.replaceChildren(...parts);
  };
  const stop = heat.onChange(show);
  show(heat.state);
  return { element: element('span', { class: 'heat-picker' }, opener, state), dispose: stop };
}

function chosenText(state: HeatState, scale: string): string {
  switch (state.kind) {
    case 'none':
      return 'none';
    case 'loading':
    case 'failed':
      return state.title;
    case 'absent':
      return 'not in this model';
    case 'ready':
      return scale === 'auto' ? state.heat.title : `${state.heat.title}, ${state.heat.scale.kind}`;
  }
}

function stateParts(state: HeatState, { heat }: HeatContext): readonly (Node | string)[] {
  switch (state.kind) {
    case 'none':
    case 'ready':
      return [];
    case 'loading': {
      if (state.progress === null) return ['Working out'];
      const { phase, fraction } = state.progress;
      const share = fraction === null ? '' : ` ${formatPercent(fraction, 0)}`;
      return [`${phase}${share}`, button({ label: 'Cancel', onClick: () => heat.cancel() })];
    }
    case 'failed':
      return [`⚠ ${failureText(state.error)}`, button({ label: 'Try again', onClick: () => heat.retry() })];
    case 'absent':
      return ['⚠ No report has this figure any more'];
  }
}
