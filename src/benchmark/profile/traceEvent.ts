/** What is used of a trace that ONNX Runtime's profiler writes. Times are microseconds since the session began, whole ones. */
export type TraceEvent =
  /** A kernel ran. One that runs a graph inside it (`If`, `Loop`) ends after, and lasts longer than, what ran in it. */
  | {
      readonly kind: 'kernel';
      readonly name: string;
      readonly op: string;
      readonly start: number;
      readonly duration: number;
    }
  /** The whole model ran, everything before this event that began later was part of it. */
  | { readonly kind: 'run'; readonly start: number; readonly duration: number };

const KERNEL = '_kernel_time';
const RUN = 'model_run';

/**
 * Reads one line of a trace: the profiler writes one event to a line.
 * @returns `null` for brackets and events of other kinds, `undefined` for what is no JSON: names are written without escaping.
 */
export function parseTraceLine(line: string): TraceEvent | null | undefined {
  const text = line.trim().replace(/,$/, '');
  if (text === '' || text === '[' || text === ']') return null;
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    return undefined;
  }
  return fromJson(event);
}

function fromJson(event: unknown): TraceEvent | null {
  if (typeof event !== 'object' || event === null) return null;
  const { cat, name, ts, dur, args }: Partial<Record<string, unknown>> = { ...event };
  if (typeof name !== 'string' || !isTime(ts) || !isTime(dur)) return null;
  if (cat === 'Session' && name === RUN) return { kind: 'run', start: ts, duration: dur };
  if (cat !== 'Node' || !name.endsWith(KERNEL)) return null;
  const op = typeof args === 'object' && args !== null && 'op_name' in args ? args.op_name : '';
  return {
    kind: 'kernel',
    name: name.slice(0, -KERNEL.length),
    op: typeof op === 'string' ? op : '',
    start: ts,
    duration: dur,
  };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
