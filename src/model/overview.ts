import type { OpenSize } from '../shared/nodeTable/nodeTable';
import type { Overview } from '../shared/protocol/editor';
import { graphTitlesStepwise } from './graphTitles';
import type { Model } from './model';
import { everyGraph } from './modelIndex';
import { printValueType } from './printType';
import { allWeightsStepwise, bytesByDtype, operatorCountsStepwise, parameterCountStepwise } from './queries';
import { finish, type Steps } from './steps';
import { freeInputs, type ModelTypes, typeOfValue } from './valueTypes';

/** What the model cannot know of itself. */
export interface OverviewFacts {
  /** File name as shown. */
  readonly file: string;
  readonly canRun: boolean;
  /** Empty when it can. */
  readonly cannotRunReason: string;
  /** Inferred types, which fill in what the file leaves undeclared; empty when not inferred yet. */
  readonly types: ModelTypes;
  /** Sizes of the inputs that the file leaves open, where somebody may give them. */
  readonly openSizes?: readonly OpenSize[];
}

/** The first page of a model. */
export function overview(model: Model, facts: OverviewFacts): Overview {
  return finish(overviewStepwise(model, facts));
}

/** The same in steps. */
export function* overviewStepwise(model: Model, facts: OverviewFacts): Steps<Overview> {
  const { file, canRun, cannotRunReason, types, openSizes = [] } = facts;
  const weights = yield* allWeightsStepwise(model);
  const titles = yield* graphTitlesStepwise(model);
  const parameters = yield* parameterCountStepwise(model);
  const operators = yield* operatorCountsStepwise(model);
  const typed = ({ name, doc }: { name: string; doc: string }) => ({
    name,
    type: printValueType(typeOfValue(model, types, model.graph.id, name)),
    doc,
  });
  return {
    file,
    format: model.format,
    formatVersion: model.formatVersion,
    producer: `${model.producer} ${model.producerVersion}`.trim(),
    domain: model.domain,
    modelVersion: model.modelVersion,
    doc: model.doc,
    opsets: model.opsets,
    inputs: freeInputs(model.graph).map(typed),
    outputs: model.graph.outputs.map(typed),
    fileBytes: model.fileBytes,
    externalBytes: weights.reduce(
      (sum, { weight }) => sum + (weight.payload.kind === 'external' ? weight.bytes : 0),
      0,
    ),
    parameters,
    weights: weights.length,
    bytesByDtype: bytesByDtype(model),
    operators,
    metadata: model.metadata,
    graphs: everyGraph(model).map(({ id, nodes, parent }) => ({
      id,
      title: titles.get(id) ?? id,
      nodes: nodes.length,
      parent,
    })),
    notes: model.notes,
    openSizes,
    canRun,
    cannotRunReason,
  };
}
