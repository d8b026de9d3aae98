import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { FreeDimension } from '../shared/reports/measurement';
import type { Arguments, Command } from './command';
import { badArguments, badValue, wrongModelCount, wrongPairCount } from './errors';

/**
 * Reads what follows a command's name.
 * @throws LatheError of kind `usage`.
 */
export function parseCommandLine(command: Command, words: readonly string[]): Arguments {
  const options: ParseArgsConfig['options'] = Object.fromEntries(
    Object.entries(command.options).map(([name, { type }]) => [name, { type, multiple: true }]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    const of = (name: string): readonly (string | boolean)[] => [values[name] ?? []].flat();
    return {
      models: positionals,
      flag: name => of(name).at(-1) === true,
      text: name => of(name).filter(isText).at(-1) ?? null,
      texts: name => of(name).filter(isText),
    };
  } catch (cause) {
    throw badArguments(command.name, cause);
  }
}

function isText(value: string | boolean): value is string {
  return typeof value === 'string';
}

/** The one model a command works on. */
export function oneModel(command: Command, args: Arguments): string {
  const [model] = args.models;
  if (model === undefined || args.models.length !== 1) throw wrongModelCount(command.name, args.models.length);
  return model;
}

/** The two models a command compares. */
export function twoModels(command: Command, args: Arguments): readonly [string, string] {
  const [a, b] = args.models;
  if (a === undefined || b === undefined || args.models.length !== 2)
    throw wrongPairCount(command.name, args.models.length);
  return [a, b];
}

/** A decimal number from `least` to `most`; `otherwise` when the option is not given. */
export function numberOption<T>(
  command: Command,
  args: Arguments,
  name: string,
  range: { readonly least: number; readonly most: number; readonly whole?: boolean },
  otherwise: T,
): number | T {
  const text = args.text(name);
  if (text === null) return otherwise;
  const value = Number(text);
  const fits = text.trim() !== '' && value >= range.least && value <= range.most;
  if (!fits || (range.whole === true && !Number.isSafeInteger(value))) {
    const kind = range.whole === true ? 'a whole number' : 'a number';
    throw badValue(command.name, name, text, `${kind} from ${range.least} to ${range.most}`);
  }
  return value;
}

/** One of a few words. */
export function choiceOption<T extends string>(
  command: Command,
  args: Arguments,
  name: string,
  choices: readonly T[],
  otherwise: T,
): T {
  const text = args.text(name);
  if (text === null) return otherwise;
  const found = choices.find(choice => choice === text);
  if (found === undefined) throw badValue(command.name, name, text, `one of ${choices.join(', ')}`);
  return found;
}

/** `--dim N=4`, any number of times. The name may itself have an equals sign. */
export function dimensionOptions(command: Command, args: Arguments, option = 'dim'): readonly FreeDimension[] {
  return args.texts(option).map(text => {
    const match = /^(.+)=(\d{1,9})$/.exec(text);
    if (match === null) throw badValue(command.name, option, text, 'of the form NAME=SIZE');
    return { name: match[1] ?? '', value: Number(match[2]) };
  });
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ['kb', 1e3],
  ['mb', 1e6],
  ['gb', 1e9],
]);

/** A size in bytes: `1500000`, `1.5MB`. */
export function bytesOption(command: Command, args: Arguments, name: string): number | null {
  const text = args.text(name);
  if (text === null) return null;
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text);
  const unit = UNITS.get((match?.[2] ?? '?').toLowerCase());
  if (match === null || unit === undefined) throw badValue(command.name, name, text, 'a size such as 500kB or 1.5MB');
  return Number(match[1]) * unit;
}
