import type { Model, ModelFunction, Opset, TrainingStage } from '../../../model/model';
import { Pace } from '../../pace';
import { noGraph } from '../errors';
import type { onnx } from '../generated/onnx';
import { bigintOf, safeInteger } from '../integers';
import { Notes } from './notes';
import { type Conversion, toAttributes, toBody, toGraph } from './toGraph';
import { toProperties, toValue } from './toType';

/** Newest file version this reader was written for (ONNX 1.23). */
const NEWEST_IR = 14;

/** Before this version every initializer had to be a graph input as well. */
const FIRST_IR_WITHOUT_INITIALIZER_INPUTS = 4;

/**
 * The neutral model of a decoded structure. Yields to the event loop every few milliseconds.
 * @throws LatheError when something in it cannot be represented: negative or uncountable shapes, unknown element types.
 */
export async function toModel(model: onnx.ModelProto.$Properties, fileBytes: number): Promise<Model> {
  if (!model.graph) throw noGraph();
  const conversion: Conversion = { notes: new Notes(), graphIds: new Set(), pace: new Pace() };
  const graph = await toGraph(model.graph, 'main', null, conversion);
  const functions: ModelFunction[] = [];
  for (const one of model.functions ?? []) functions.push(await toFunction(one, conversion));
  const training: TrainingStage[] = [];
  for (const one of model.trainingInfo ?? []) training.push(await toTraining(one, training.length, conversion));
  const version = bigintOf(model.irVersion ?? 0);
  const modelVersion = bigintOf(model.modelVersion ?? 0);
  noteVersion(version, model, conversion.notes);
  const listed = graph.inputs.filter(input => graph.initializers.has(input.name)).length;
  if (listed > 0) {
    const why = version < FIRST_IR_WITHOUT_INITIALIZER_INPUTS ? ', as its file version requires' : '';
    conversion.notes.add('Inputs', `${listed} of the graph inputs are weights with a default value${why}.`);
  }
  return {
    format: 'ONNX',
    formatVersion: version === 0n ? '' : `IR ${version}`,
    producer: model.producerName ?? '',
    producerVersion: model.producerVersion ?? '',
    domain: model.domain ?? '',
    modelVersion: modelVersion === 0n ? '' : String(modelVersion),
    doc: model.docString ?? '',
    opsets: toOpsets(model.opsetImport ?? []),
    metadata: toProperties(model.metadataProps),
    graph,
    functions,
    training,
    fileBytes,
    notes: conversion.notes.list(),
  };
}

function noteVersion(version: bigint, model: onnx.ModelProto.$Properties, notes: Notes): void {
  if (version > NEWEST_IR) {
    notes.add('Version', `The file has IR version ${version}; this reader knows versions up to ${NEWEST_IR}.`);
  }
  if (!model.opsetImport?.length) {
    notes.add('Version', 'The file does not say which operator set it uses; the runtime will assume version 1.');
  }
}

function toOpsets(imports: readonly onnx.OperatorSetIdProto.$Properties[]): Opset[] {
  return imports.map(({ domain, version }) => ({
    domain: domain === 'ai.onnx' ? '' : (domain ?? ''),
    version: safeInteger(version ?? 0, 'An operator set version', `operator set "${domain ?? ''}"`),
  }));
}

async function toFunction(proto: onnx.FunctionProto.$Properties, conversion: Conversion): Promise<ModelFunction> {
  const name = proto.name ?? '';
  const domain = proto.domain ?? '';
  const overload = proto.overload ?? '';
  const types = new Map((proto.valueInfo ?? []).map(info => [info.name ?? '', info]));
  const value = (valueName: string) => toValue(types.get(valueName) ?? { name: valueName });
  const id = `function:${domain}.${name}${overload === '' ? '' : `:${overload}`}`;
  const body = {
    name,
    nodes: proto.node ?? [],
    inputs: (proto.input ?? []).map(value),
    outputs: (proto.output ?? []).map(value),
    values: proto.valueInfo ?? [],
    doc: proto.docString ?? '',
    metadata: toProperties(proto.metadataProps),
  };
  const graph = await toBody(body, id, null, conversion);
  const defaults = await toAttributes(proto.attributeProto ?? [], `function ${name}`, graph.id, graph.id, conversion);
  return {
    domain,
    name,
    overload,
    opsets: toOpsets(proto.opsetImport ?? []),
    attributes: [...(proto.attribute ?? []), ...defaults.map(attribute => attribute.name)],
    defaults,
    graph,
  };
}

async function toTraining(
  info: onnx.TrainingInfoProto.$Properties,
  index: number,
  conversion: Conversion,
): Promise<TrainingStage> {
  const id = `training:${index}`;
  const { initialization, algorithm } = info;
  return {
    initialization: initialization ? await toGraph(initialization, `${id}.initialization`, null, conversion) : null,
    algorithm: algorithm ? await toGraph(algorithm, `${id}.algorithm`, null, conversion) : null,
    initializationBindings: toProperties(info.initializationBinding),
    updateBindings: toProperties(info.updateBinding),
  };
}
