import type { JobName, JobRequest, JobResult } from '../shared/protocol/jobs';
import type { Terminal } from './terminal';

/** One option as `parseArgs` takes it, and its line in the help. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** Placeholder of the value: `N`, `FILE`, `int8|int4`. */
  readonly value?: string;
  readonly help: string;
}

/** What was given on the command line, checked against the command's options. */
export interface Arguments {
  readonly models: readonly string[];
  flag(name: string): boolean;
  /** The last value given; `null` without one. */
  text(name: string): string | null;
  texts(name: string): readonly string[];
}

export interface Tools {
  readonly terminal: Terminal;
  /** Does a job in a child process, showing its progress. */
  run<N extends JobName>(name: N, request: JobRequest<N>): Promise<JobResult<N>>;
}

/** A limit that was stated on the command line and not met. */
export interface BrokenLimit {
  readonly message: string;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** What is named besides options; `MODEL` unless said. */
  readonly operands?: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Does the work and prints the answer. @returns the stated limits that were not met. */
  run(args: Arguments, tools: Tools): Promise<readonly BrokenLimit[]>;
}
