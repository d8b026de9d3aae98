import type { OperatorAnswer, RuntimeAnswers } from '../../model/lint/facts';
import { nodeLabel } from '../../model/lint/wording';
import type { Model } from '../../model/model';
import type { Runtime } from '../../model/runtime';
import type { ModelTypes } from '../../model/valueTypes';
import { errorInfo } from '../../shared/errors';
import { shorten } from '../../shared/shorten';
import { formatInteger } from '../../shared/units';
import { type OperatorProbe, operatorProbes } from './operatorProbes';
import { frameModel, probeModel } from './probeModel';

/** More different operators than the specification has, in all types that occur. */
const MOST_PROBES = 2000;

/** Longer ones are lists of types and places. */
const LONGEST_REFUSAL = 300;

/** What the runtime says of an operator that it does not have at all. */
const UNHEARD_OF = [
  /is not a registered function/i,
  /No Op registered/i,
  /No opset import for domain/i,
  /No schema registered/i,
];

/** What it says of one that it does not have in these types, this version or on this machine. */
const REFUSALS = [
  ...UNHEARD_OF,
  /Could not find an implementation/i,
  /Exception during initialization(?!.*(constant|initializer))/i,
  /only \*?guarantees\*? support/i,
  /Unsupported model IR version/i,
  /Type '.*' of input parameter .* is invalid/i,
  /not (yet )?(supported|implemented)|unsupported|NOT_IMPLEMENTED/i,
];

export interface AskingOptions {
  checkCancelled(): void;
  progress(done: number, total: number, operator: string): void;
}

/** The answers, and in one sentence what could not be asked. */
export interface Asked {
  readonly answers: RuntimeAnswers;
  readonly gap: string | null;
}

/** Asks the runtime about every different operator of a model, by opening a model of one node for each. */
export async function askRuntime(
  model: Model,
  types: ModelTypes,
  runtime: Runtime,
  options: AskingOptions,
): Promise<Asked> {
  const whole = await refusalOf(frameModel(model), runtime, REFUSALS);
  if (typeof whole === 'string')
    return { answers: { runtime: runtime.name, refusal: whole, operators: [] }, gap: null };
  const { probes, unknown } = operatorProbes(model, types);
  const operators: OperatorAnswer[] = [];
  const unasked = [...unknown, ...probes.slice(MOST_PROBES).map(({ node }) => node)];
  for (const [done, probe] of probes.slice(0, MOST_PROBES).entries()) {
    options.checkCancelled();
    options.progress(done, probes.length, probe.op);
    const refusal = await ask(probe, model, runtime);
    if (refusal === undefined) unasked.push(probe.node);
    else {
      const { domain, op, version, inputs, nodes } = probe;
      operators.push({ domain, op, version, inputs, nodes, refusal });
    }
  }
  return { answers: { runtime: runtime.name, refusal: null, operators }, gap: gapText(unasked) };
}

function ask(probe: OperatorProbe, model: Model, runtime: Runtime): Promise<string | null | undefined> {
  return refusalOf(probeModel(probe, model.opsets), runtime, probe.isByName ? UNHEARD_OF : REFUSALS);
}

/** Why the runtime refuses a model, `null` when it takes it, `undefined` when the question says nothing about the whole. */
async function refusalOf(
  bytes: Uint8Array | null,
  runtime: Runtime,
  refusals: readonly RegExp[],
): Promise<string | null | undefined> {
  if (bytes === null) return undefined;
  try {
    const session = await runtime.open(bytes, { optimization: 'disabled', threads: 1 });
    await session.release();
    return null;
  } catch (thrown) {
    const { kind, message } = errorInfo(thrown);
    if (kind !== 'runtime') throw thrown;
    return refusals.some(pattern => pattern.test(message)) ? ownWords(message) : undefined;
  }
}

/** Without what every rejection begins with, and without the place in the runtime's source. */
function ownWords(message: string): string {
  const words = message.replace(/^The runtime does not accept this model: /, '');
  return shorten(words.replace(/^(\w+ )?onnxruntime::.*?\) (?=[A-Z])/, ''), LONGEST_REFUSAL);
}

function gapText(unasked: readonly Parameters<typeof nodeLabel>[0][]): string | null {
  const [first] = unasked;
  if (first === undefined) return null;
  const count = unasked.length === 1 ? 'One node' : `${formatInteger(unasked.length)} nodes`;
  return `${count} could not be asked about alone, ${nodeLabel(first)} first: a type is unknown, the operator needs constants, or it has thousands of inputs.`;
}
