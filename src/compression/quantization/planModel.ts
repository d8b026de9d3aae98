import type { ByteSource } from '../../formats/byteSource';
import type { WeightFiles } from '../../formats/weightReader';
import type { QuantizeRequest } from '../../shared/protocol/jobs';
import { RANGE_METHODS } from '../calibration/methods';
import { alreadyQuantized, nothingFaster, nothingToQuantize, opsetTooOld, unknownNode } from '../errors';
import type { ModelProto } from '../graph/protos';
import { Workpiece } from '../graph/workpiece';
import { raiseOpset } from '../preflight/opset/raiseOpset';
import { findWeights, simplifyForIntegers } from '../preflight/prepare';
import type { SampleRuns, Tools } from '../tools';
import { chooseMethod, type MethodChoice } from './chooseMethod';
import { planDynamic } from './dynamic/planDynamic';
import { integerOperators, type PlanSettings, type QuantizationPlan } from './plan';
import { planStatic } from './static/planStatic';

/** First opset with the operators of each method. */
const NEEDED_OPSET = { dynamic: 11, static: 10 } as const;

export interface PlannedModel {
  readonly choice: MethodChoice;
  readonly plan: QuantizationPlan;
  /** What happened to the model apart from its layers, in full sentences. */
  readonly notes: readonly string[];
}

/** A model to be planned. Its skeleton is changed on the way. */
export interface PlanSource {
  /** For messages. */
  readonly path: string;
  readonly skeleton: ModelProto;
  readonly source: ByteSource;
  readonly files: WeightFiles;
}

/**
 * Prepares a model, chooses the method, and decides about every layer.
 * @throws LatheError `quantize.…` when there is nothing to do or it cannot be done.
 */
export async function planModel(
  from: PlanSource,
  request: QuantizeRequest,
  samples: SampleRuns,
  tools: Tools,
): Promise<PlannedModel> {
  const work = new Workpiece(from.skeleton, from.files);
  const integer = integerOperators(work);
  if (integer.count > 0) throw alreadyQuantized(from.path, integer.operators, integer.count);
  await findWeights(work);
  checkExcluded(work, request.exclude, from.path);
  const choice = methodOf(work, request, from.path);
  const settings: PlanSettings = { ...request, exclude: new Set(request.exclude) };
  const plan =
    choice.method === 'static'
      ? await prepareStatic(work, from, request, samples, settings, tools)
      : await prepareDynamic(work, from, samples, settings, tools);
  checkSomethingDone(plan, choice, from.path);
  return { choice, plan, notes: work.notes };
}

async function prepareStatic(
  work: Workpiece,
  from: PlanSource,
  request: QuantizeRequest,
  samples: SampleRuns,
  settings: PlanSettings,
  tools: Tools,
): Promise<QuantizationPlan> {
  const opset = work.opset;
  const raised = await raiseOpset(work);
  if (!raised.done) {
    if (opset < NEEDED_OPSET.static) throw opsetTooOld(from.path, opset, NEEDED_OPSET.static, raised.reason);
    work.notes.push(
      `Weights have one scale each instead of one for each channel, because the model's opset ${opset} cannot be raised to 13: ${raised.reason}.`,
    );
  }
  await simplifyForIntegers(work);
  const perChannel = settings.perChannel && raised.done;
  const method = RANGE_METHODS[request.calibration];
  return planStatic(work, from.source, samples, { ...settings, perChannel, method }, tools);
}

async function prepareDynamic(
  work: Workpiece,
  from: PlanSource,
  samples: SampleRuns,
  settings: PlanSettings,
  tools: Tools,
): Promise<QuantizationPlan> {
  const opset = work.opset;
  if (opset < NEEDED_OPSET.dynamic) {
    const raised = await raiseOpset(work);
    if (!raised.done) throw opsetTooOld(from.path, opset, NEEDED_OPSET.dynamic, raised.reason);
  }
  return planDynamic(work, from.source, samples.at(0), settings, tools);
}

function checkExcluded(work: Workpiece, exclude: readonly string[], file: string): void {
  const names = work.graph.node.map(node => node.name ?? '');
  const missing = exclude.find(name => !names.includes(name));
  if (missing !== undefined) throw unknownNode(file, missing, names);
}

function methodOf(work: Workpiece, request: QuantizeRequest, file: string): MethodChoice {
  const chosen = chooseMethod(work);
  if (request.method !== 'auto') return { method: request.method, reason: `${capitalized(request.method)}, as asked.` };
  if (chosen === null) {
    throw nothingToQuantize(file, '', 'it has no Conv, MatMul or Gemm with a constant weight in its main graph');
  }
  return chosen;
}

/** A plan that quantizes nothing is refused, with the reasons. */
function checkSomethingDone(plan: QuantizationPlan, choice: MethodChoice, file: string): void {
  if (plan.decisions.some(({ action }) => action === 'quantized')) return;
  const gated = plan.decisions.filter(({ gate }) => gate);
  if (gated.length > 0) throw nothingFaster(file, `"${gated[0]?.node.name}" ${gated[0]?.reason}`);
  const reasons = new Map<string, number>();
  for (const { reason } of plan.decisions) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const found = Array.from(
    reasons,
    ([reason, count]) => `${count} ${count === 1 ? 'layer stays' : 'layers stay'} in float because ${reason}`,
  );
  const method = choice.reason.endsWith('as asked.') ? ` by the ${choice.method} method` : '';
  throw nothingToQuantize(
    file,
    method,
    found.length === 0 ? 'it has no layers with weights' : found.slice(0, 3).join('; '),
  );
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
