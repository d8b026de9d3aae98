import { createRequire } from 'node:module';
import process from 'node:process';
import type { InferenceSession, OnnxValue, Tensor as OrtTensor } from 'onnxruntime-common';
import type * as Ort from 'onnxruntime-node';
import { isDType } from '../model/dtype';
import type { ValueType } from '../model/model';
import type { Runtime, Session, SessionOptions, SessionValue, Trace } from '../model/runtime';
import type { Tensor, TensorData } from '../model/tensor';
import {
  inputMissing,
  inputNotRunnable,
  modelRejected,
  noReadableOutput,
  outputNotReadable,
  runFailed,
  runtimeUnavailable,
} from './errors';
import { runtimeGap } from './runtimeGap';

/** Nothing below a fatal error: what goes wrong arrives as an exception, and a line on stderr would say it twice. */
const LOG_FATAL = 4;

/** Element types whose tensors the runtime's JavaScript side can hold, and how. */
const TYPES = [
  'float32',
  'float64',
  'float16',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'bool',
  'string',
] as const;
type RunnableType = (typeof TYPES)[number];

/**
 * Loads the runtime; the only place that does.
 * @throws LatheError `runtime.unavailable` on a platform without one, saying what still works.
 */
export async function createRuntime(): Promise<Runtime> {
  const ort = load();
  return {
    name: `onnxruntime-node ${ort.env.versions.node ?? ort.env.versions.common}`,
    open: (model, options = {}) => open(ort, model, options),
  };
}

function load(): typeof Ort {
  try {
    // `require`, because that is how the packaged child finds it beside itself, whatever loads the child.
    const ort: typeof Ort = createRequire(__filename)('onnxruntime-node');
    ort.env.logLevel = 'fatal';
    return ort;
  } catch (cause) {
    const platform = { os: process.platform, arch: process.arch, glibc: glibcVersion() };
    throw runtimeUnavailable(runtimeGap(platform, cause), `${platform.os} ${platform.arch}`, cause);
  }
}

function glibcVersion(): string | null {
  const report: unknown = process.report?.getReport();
  if (typeof report !== 'object' || report === null || !('header' in report)) return null;
  const { header } = report;
  if (typeof header !== 'object' || header === null || !('glibcVersionRuntime' in header)) return null;
  return String(header.glibcVersionRuntime);
}

/** Nested as the keys of ONNX Runtime's session configuration are dotted; values are strings. */
const NO_SPINNING = { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } };

async function open(ort: typeof Ort, model: string | Uint8Array, options: SessionOptions): Promise<Session> {
  const settings: InferenceSession.SessionOptions = {
    logSeverityLevel: LOG_FATAL,
    graphOptimizationLevel: options.optimization ?? 'all',
    ...(options.spinning === false ? { extra: NO_SPINNING } : {}),
    ...(options.threads === undefined || options.threads === 0 ? {} : { intraOpNumThreads: options.threads }),
    ...traceSettings(options.trace),
  };
  let session: InferenceSession;
  try {
    session =
      typeof model === 'string'
        ? await ort.InferenceSession.create(model, settings)
        : await ort.InferenceSession.create(model, settings);
  } catch (cause) {
    throw modelRejected(typeof model === 'string' ? model : null, cause);
  }
  const inputs = session.inputMetadata.map(sessionValue);
  const outputs = session.outputMetadata.map(sessionValue);
  const tensorOutputs = outputs.filter(output => output.type.kind === 'tensor').map(output => output.name);
  return {
    inputs,
    outputs,
    run: (feeds, wanted = tensorOutputs) => run(ort, session, inputs, feeds, wanted),
    release: async () => {
      if (options.trace !== undefined) session.endProfiling();
      await session.release();
    },
  };
}

function traceSettings(trace: Trace | undefined): InferenceSession.SessionOptions {
  if (trace === undefined) return {};
  return {
    enableProfiling: true,
    profileFilePrefix: trace.prefix,
    ...(trace.optimizedModel === null ? {} : { optimizedModelFilePath: trace.optimizedModel }),
  };
}

function sessionValue(metadata: InferenceSession.ValueMetadata): SessionValue {
  return { name: metadata.name, type: valueType(metadata) };
}

function valueType(metadata: InferenceSession.ValueMetadata): ValueType {
  if (!metadata.isTensor) return { kind: 'opaque', name: 'not a tensor' };
  if (!isDType(metadata.type)) return { kind: 'opaque', name: metadata.type };
  // An unnamed free dimension arrives as an empty string.
  const shape = metadata.shape.map(size => (size === '' ? null : size));
  return { kind: 'tensor', dtype: metadata.type, shape };
}

async function run(
  ort: typeof Ort,
  session: InferenceSession,
  inputs: readonly SessionValue[],
  feeds: ReadonlyMap<string, Tensor>,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, Tensor>> {
  const ortFeeds: Record<string, OrtTensor> = Object.create(null);
  for (const { name } of inputs) {
    const tensor = feeds.get(name);
    if (tensor === undefined) throw inputMissing(name);
    ortFeeds[name] = toOrt(ort, name, tensor);
  }
  if (wanted.length === 0) throw noReadableOutput();
  // The runtime looks outputs up in a plain object and would take what that inherits for a tensor to write into.
  const inherited = session.outputNames.filter(name => name in Object.prototype && !wanted.includes(name));
  let results: InferenceSession.OnnxValueMapType;
  try {
    results = await session.run(ortFeeds, [...wanted, ...inherited]);
  } catch (cause) {
    throw runFailed(cause);
  }
  return new Map(wanted.map(name => [name, fromOrt(name, results[name])]));
}

function isRunnable(dtype: string): dtype is RunnableType {
  return (TYPES as readonly string[]).includes(dtype);
}

function toOrt(ort: typeof Ort, name: string, tensor: Tensor): OrtTensor {
  if (!isRunnable(tensor.dtype)) throw inputNotRunnable(name, tensor.dtype);
  const data = tensor.dtype === 'float16' ? toHalf(tensor.data) : tensor.data;
  const create: TensorConstructor = ort.Tensor;
  try {
    return new create(tensor.dtype, data, tensor.shape);
  } catch (cause) {
    throw runFailed(cause);
  }
}

/** The one signature behind the runtime's overloads, one per element type. */
type TensorConstructor = new (type: RunnableType, data: unknown, dims: readonly number[]) => OrtTensor;

/** From Node 24 on, the runtime insists on `Float16Array`, which older versions do not have. */
function toHalf(data: TensorData): unknown {
  const half: unknown = Reflect.get(globalThis, 'Float16Array');
  if (typeof half !== 'function' || !(data instanceof Uint16Array)) return data;
  return Reflect.construct(half, [data.buffer, data.byteOffset, data.length]);
}

function fromOrt(name: string, value: OnnxValue | undefined): Tensor {
  if (value === undefined || !('dims' in value)) throw outputNotReadable(name, 'not a tensor');
  const { type, dims } = value;
  if (!isRunnable(type)) throw outputNotReadable(name, `a tensor of ${type}`);
  return { dtype: type, shape: dims, data: tensorData(value.data) };
}

/** Everything but a `Float16Array` is held as it comes; that one becomes its bit patterns. */
function tensorData(data: OrtTensor['data']): TensorData {
  if (Array.isArray(data)) return data;
  if (Object.prototype.toString.call(data) === '[object Float16Array]') {
    return new Uint16Array(data.buffer, data.byteOffset, data.length);
  }
  return data as TensorData;
}
