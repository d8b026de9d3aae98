import type { Command } from './command';

const EXIT_STATUS = 'Exit status: 0 done, 1 failed, 2 wrong usage, 3 a stated limit was not met.';

export function mainHelp(commands: readonly Command[]): string {
  return [
    'model-lathe: see what a trained model is made of, make it smaller and faster, and prove it.',
    '',
    'Usage: model-lathe COMMAND MODEL [options]',
    '',
    columns(commands.map(({ name, summary }) => [name, summary])),
    '',
    columns([
      ['--help', 'this text, or with a command its options'],
      ['--version', 'the version'],
    ]),
    '',
    EXIT_STATUS,
    '',
  ].join('\n');
}

export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(([name, { value, help }]): [string, string] => [
    `--${name}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  return [
    `Usage: model-lathe ${command.name} ${command.operands ?? 'MODEL'} [options]`,
    '',
    `${command.summary}.`,
    '',
    columns(options),
    '',
    EXIT_STATUS,
    '',
  ].join('\n');
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
