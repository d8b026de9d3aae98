import { errorInfo, errorLine } from '../shared/errors';
import { printable } from '../shared/printable';
import type { JobName, JobProgress, JobRequest, JobResult } from '../shared/protocol/jobs';
import { VERSION } from '../shared/version';
import { parseCommandLine } from './arguments';
import type { Command } from './command';
import { unknownCommand } from './errors';
import { EXIT, exitStatus } from './exitStatus';
import { commandHelp, mainHelp } from './help';
import { type Streams, Terminal } from './terminal';

/** Does a job in a child process. */
export type RunJob = <N extends JobName>(
  name: N,
  request: JobRequest<N>,
  progress: (progress: JobProgress) => void,
) => Promise<JobResult<N>>;

/** Runs one command line. @returns the exit status; nothing is thrown. */
export async function runCommand(
  words: readonly string[],
  commands: readonly Command[],
  streams: Streams,
  runJob: RunJob,
): Promise<number> {
  const terminal = new Terminal(streams, words.includes('--json'), words.includes('--verbose'));
  try {
    return await dispatch(words, commands, streams, terminal, runJob);
  } catch (thrown) {
    const info = errorInfo(thrown);
    terminal.clear();
    if (info.kind !== 'cancelled') streams.error(`${printable(errorLine(info))}\n`);
    if (words.includes('--verbose') && info.stack !== undefined) streams.error(`${info.stack}\n`);
    return exitStatus(info.kind);
  }
}

async function dispatch(
  words: readonly string[],
  commands: readonly Command[],
  streams: Streams,
  terminal: Terminal,
  runJob: RunJob,
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
  const broken = await command.run(args, {
    terminal,
    run: (job, request) => runJob(job, request, progress => terminal.progress(progress)),
  });
  for (const { message } of broken) terminal.note(message);
  return broken.length === 0 ? EXIT.done : EXIT.limit;
}
