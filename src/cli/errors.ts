import { LatheError } from '../shared/errors';

function usage(code: string, message: string, command: string | null): LatheError {
  const help = command === null ? 'model-lathe --help' : `model-lathe ${command} --help`;
  return new LatheError({ code, kind: 'usage', message, next: `See ${help}.` });
}

export function unknownCommand(name: string, known: readonly string[]): LatheError {
  return usage('cli.unknownCommand', `There is no command "${name}"; there are ${known.join(', ')}.`, null);
}

/** What `parseArgs` says, on one line. */
export function badArguments(command: string, cause: unknown): LatheError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [first = ''] = message.split(/\.\s|\n/);
  return usage('cli.badArguments', `${first.replace(/\.$/, '')}.`, command);
}

export function wrongModelCount(command: string, count: number): LatheError {
  const what = count === 0 ? 'No model was named' : `${count} models were named where one is expected`;
  return usage('cli.wrongModelCount', `${what}.`, command);
}

export function wrongPairCount(command: string, count: number): LatheError {
  const what = count === 0 ? 'No models were named' : `${count} models were named where two are expected`;
  return usage('cli.wrongModelCount', `${what.replace(/^1 models were/, '1 model was')}.`, command);
}

export function badValue(command: string, option: string, value: string, expected: string): LatheError {
  return usage('cli.badValue', `--${option} ${JSON.stringify(value)} is not ${expected}.`, command);
}

export function exclusiveOptions(command: string, one: string, other: string): LatheError {
  return usage('cli.exclusiveOptions', `--${one} and --${other} exclude each other.`, command);
}

/** One of several options must say something: `What to take out`. */
export function missingOption(command: string, what: string, options: readonly string[]): LatheError {
  return usage('cli.missingOption', `${what} is not said; do so with ${options.join(', or ')}.`, command);
}

export function notYet(command: string, option: string, value: string, available: string): LatheError {
  return new LatheError({
    code: 'cli.notYet',
    kind: 'unsupported',
    message: `--${option} ${value} is not in this version; it has ${available}.`,
    next: `See model-lathe ${command} --help.`,
  });
}
