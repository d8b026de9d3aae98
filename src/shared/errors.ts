import { shorten } from './shorten';

/**
 * What kind of failure a person is looking at. It decides the exit status, the icon and whether a log is offered.
 *
 * - `malformed`: the file contradicts its own format.
 * - `unsupported`: the file is fine, this version cannot handle it.
 * - `missing`: a file that is referred to is not there.
 * - `refused`: it could be done and must not be (a path out of the folder, a limit, an existing target).
 * - `usage`: the request itself is wrong.
 * - `environment`: disk, memory, platform, a crashed child.
 * - `runtime`: the inference runtime rejected the model or the inputs.
 * - `changed`: the file changed while it was being read.
 * - `cancelled`: somebody stopped it; never shown as an error.
 * - `internal`: our own mistake.
 */
export type ErrorKind =
  | 'malformed'
  | 'unsupported'
  | 'missing'
  | 'refused'
  | 'usage'
  | 'environment'
  | 'runtime'
  | 'changed'
  | 'cancelled'
  | 'internal';

/** An error in a form that crosses process and webview borders unchanged. */
export interface ErrorInfo {
  /** Stable identifier, for example `onnx.truncated`. */
  readonly code: string;
  readonly kind: ErrorKind;
  /** One sentence that names the object, the value and the limit. */
  readonly message: string;
  /** What to do next, one sentence. */
  readonly next?: string;
  readonly file?: string;
  /** Where in the file, for example `byte 1,024` or `initializer "conv1.weight"`. */
  readonly place?: string;
  readonly stack?: string;
}

/** A sentence is never this long, unless it quotes a name of megabytes from a hostile file. */
const LONGEST_MESSAGE = 2000;
const LONGEST_PLACE = 300;

/** The only error class thrown on purpose. Made by the catalogues (`…/errors.ts`), never inline. */
export class LatheError extends Error {
  readonly info: ErrorInfo;

  constructor(info: ErrorInfo, options?: { readonly cause?: unknown }) {
    const message = shorten(info.message, LONGEST_MESSAGE);
    super(message, options);
    this.name = 'LatheError';
    this.info = {
      ...info,
      message,
      ...(info.place === undefined ? {} : { place: shorten(info.place, LONGEST_PLACE) }),
      ...(info.next === undefined ? {} : { next: shorten(info.next, LONGEST_MESSAGE) }),
    };
  }

  /** The same error with the file filled in, when the thrower did not know it. */
  inFile(file: string): LatheError {
    return this.info.file === undefined ? new LatheError({ ...this.info, file }, { cause: this }) : this;
  }
}

/** Describes anything that was thrown; what is not a `LatheError` is our own mistake and keeps its stack. */
export function errorInfo(thrown: unknown): ErrorInfo {
  if (thrown instanceof LatheError) {
    return thrown.stack === undefined ? thrown.info : { ...thrown.info, stack: thrown.stack };
  }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return {
    code: 'internal',
    kind: 'internal',
    message: error.message,
    next: 'Report this with the log; the model file was not changed.',
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}

/** One line for people: file, place, what, next step. */
export function errorLine(info: ErrorInfo): string {
  const next = info.next === undefined ? '' : ` ${info.next}`;
  const begun = info.place === undefined ? messageWithPath(info) : null;
  if (begun !== null) return `${begun}${next}`;
  const where = [info.file, info.place].filter(part => part !== undefined).join(', ');
  return `${where === '' ? '' : `${where}: `}${info.message}${next}`;
}

/** A message that begins with the file's name says it with the whole path instead of twice; `null` for other messages. */
function messageWithPath({ file, message }: ErrorInfo): string | null {
  const name = file?.split(/[\\/]/).at(-1);
  if (file === undefined || name === undefined || name === '' || !message.startsWith(`${name} `)) return null;
  return `${file}${message.slice(name.length)}`;
}

export function cancelled(): LatheError {
  return new LatheError({ code: 'cancelled', kind: 'cancelled', message: 'Cancelled.' });
}

export function internal(message: string): LatheError {
  return new LatheError({ code: 'internal', kind: 'internal', message });
}
