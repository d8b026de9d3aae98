import type { LintMend, LintMendOptions } from '../../shared/reports/lintReport';

/** Mended by the command that writes a simpler model beside this one; `words` and `options` say the same to each. */
export function simplify(text: string, words = '', options?: LintMendOptions): LintMend {
  return {
    text,
    command: 'modelLathe.simplify',
    ...(options === undefined ? {} : { options }),
    cli: `model-lathe simplify MODEL${words === '' ? '' : ` ${words}`}`,
  };
}

/** What no command can do. */
export function byHand(text: string): LintMend {
  return { text, command: null, cli: null };
}
