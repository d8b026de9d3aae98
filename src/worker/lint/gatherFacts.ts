import { inferTypesStepwise } from '../../analysis/shapes/inferTypes';
import { MOST_DATA } from '../../analysis/shapes/rule';
import { typeFacts } from '../../analysis/typeFacts';
import { externalFiles } from '../../formats/externalFiles';
import { readSmallConstants } from '../../formats/smallConstants';
import type { WeightFiles } from '../../formats/weightReader';
import type { KnownFacts, Needs, RuntimeAnswers, Unavailable, WeightContents } from '../../model/lint/facts';
import { needsFacts, type RuleChoice } from '../../model/lint/lint';
import { quoted } from '../../model/lint/wording';
import type { Model } from '../../model/model';
import { finish } from '../../model/steps';
import type { ModelTypes } from '../../model/valueTypes';
import { errorInfo } from '../../shared/errors';
import type { JobContext } from '../../shared/protocol/jobs';
import { formatInteger } from '../../shared/units';
import { cancellation } from '../cancellation';
import type { RuntimeProvider } from '../jobHandler';
import { askRuntime } from './askRuntime';
import { readContents } from './readContents';

export interface GatheredFacts {
  readonly facts: KnownFacts;
  readonly gaps: ReadonlyMap<Needs, string>;
}

export interface GatheringOptions {
  readonly choice: RuleChoice;
  /** Why the runtime is not asked, `null` when it is. */
  readonly withoutRuntime: string | null;
  readonly runtime: RuntimeProvider;
  readonly context: JobContext;
}

const NOT_WANTED: Unavailable = { unavailable: 'No rule was chosen that needs it.' };

/** Works out what the chosen rules look at. */
export async function gatherFacts(model: Model, files: WeightFiles, options: GatheringOptions): Promise<GatheredFacts> {
  const gaps = new Map<Needs, string>();
  options.context.progress({ phase: 'Working out shapes', fraction: 0.02 });
  const constants = await readSmallConstants(model, files, MOST_DATA);
  const types = typeFacts(finish(inferTypesStepwise(model, { constants })));
  const contents = await contentsOf(model, files, options, gaps);
  const runtime = await runtimeAnswers(model, types.types, options, gaps);
  return { facts: { structure: null, types, files: await externalFiles(model, files), contents, runtime }, gaps };
}

async function contentsOf(
  model: Model,
  files: WeightFiles,
  { choice, context }: GatheringOptions,
  gaps: Map<Needs, string>,
): Promise<WeightContents | Unavailable> {
  if (!needsFacts(choice, 'contents')) return NOT_WANTED;
  const contents = await readContents(model, files, {
    checkCancelled: cancellation(context.signal),
    progress: (done, total, detail) => {
      const share = total === 0 ? 1 : done / total;
      context.progress({ phase: 'Reading weights', fraction: 0.05 + 0.75 * share, detail });
    },
  });
  const [first] = contents.unread;
  if (first !== undefined) {
    const count = contents.unread.size === 1 ? 'One weight' : `${formatInteger(contents.unread.size)} weights`;
    gaps.set('contents', `${count} could not be read, ${quoted(first[0].name)} first: ${first[1]}`);
  }
  return contents;
}

async function runtimeAnswers(
  model: Model,
  types: ModelTypes,
  { choice, withoutRuntime, runtime, context }: GatheringOptions,
  gaps: Map<Needs, string>,
): Promise<RuntimeAnswers | Unavailable> {
  if (!needsFacts(choice, 'runtime')) return NOT_WANTED;
  if (withoutRuntime !== null) return { unavailable: withoutRuntime };
  try {
    const { answers, gap } = await askRuntime(model, types, await runtime(), {
      checkCancelled: cancellation(context.signal),
      progress: (done, total, detail) => {
        context.progress({ phase: 'Asking the runtime', fraction: 0.8 + (0.18 * done) / Math.max(1, total), detail });
      },
    });
    if (gap !== null) gaps.set('runtime', gap);
    return answers;
  } catch (thrown) {
    const { kind, message } = errorInfo(thrown);
    if (kind !== 'environment') throw thrown;
    return { unavailable: message };
  }
}
