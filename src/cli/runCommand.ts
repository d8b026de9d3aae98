import { errorInfo, errorLine } from '../shared/errors';
import type { JobContext } from '../shared/protocol/jobs';
import { VERSION } from '../shared/version';
import { runtimeProvider } from '../worker/runtimeProvider';
import { throttle } from '../worker/throttle';
import { parseCommandLine } from './arguments';
import type { Command } from './command';
import { unknownCommand } from './errors';
import { EXIT, exitStatus } from './exitStatus';
import { commandHelp, mainHelp } from './help';
import { printable } from './printable';
import { type Streams, Terminal } from './terminal';

export interface Invocation {
  readonly signal: AbortSignal;
  announceTemporary(path: string): void;
}

/** Runs one command line. @returns the exit status; nothing is thrown. */
export async function runCommand(
  words: readonly string[],
  commands: readonly Command[],
  streams: Streams,
  invocation: Invocation,
): Promise<number> {
  const terminal = new Terminal(streams, words.includes('--json'), words.includes('--verbose'));
  try {
    return await dispatch(words, commands, streams, terminal, invocation);
  } catch (thrown) {
    const info = errorInfo(thrown);
    terminal.clear();
    streams.error(`${printable(errorLine(info))}\n`);
    if (words.includes('--verbose') && info.stack !== undefined) streams.error(`${info.stack}\n`);
    return exitStatus(info.kind);
  }
}

async function dispatch(
  words: readonly string[],
  commands: readonly Command[],
  streams: Streams,
  terminal: Terminal,
  invocation: Invocation,
): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined) {
    streams.error(mainHelp(commands));
    return EXIT.usage;
  }
  if (name === '--version' || name === '--help' || name === 'help') {
    streams.out(name === '--version' ? `${VERSION}\n` : mainHelp(commands));
    return EXIT.done;
  }
  const command = commands.find(each => each.name === name);
  if (command === undefined)
    throw unknownCommand(
      name,
      commands.map(each => each.name),
    );
  const args = parseCommandLine(command, rest);
  if (args.flag('help')) {
    streams.out(commandHelp(command));
    return EXIT.done;
  }
  const context: JobContext = {
    ...invocation,
    progress: throttle(
      each => terminal.progress(each),
      () => performance.now(),
    ),
  };
  const broken = await command.run(args, { terminal, context, runtime: runtimeProvider() });
  for (const { message } of broken) terminal.note(message);
  return broken.length === 0 ? EXIT.done : EXIT.limit;
}
