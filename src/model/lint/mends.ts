import type { LintMend } from '../../shared/reports/lintReport';

/** Mended by the command that writes a simpler model beside this one. */
export function simplify(text: string, options = ''): LintMend {
  return {
    text,
    command: 'modelLathe.simplify',
    cli: `model-lathe simplify MODEL${options === '' ? '' : ` ${options}`}`,
  };
}

/** What no command can do. */
export function byHand(text: string): LintMend {
  return { text, command: null, cli: null };
}
