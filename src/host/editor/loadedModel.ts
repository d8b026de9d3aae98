import path from 'node:path';
import type * as vscode from 'vscode';
import { nodeTableStepwise } from '../../analysis/cost/nodeTable';
import { openDimensions } from '../../analysis/inputs/freeDimensions';
import { type InferredTypes, inferTypesStepwise } from '../../analysis/shapes/inferTypes';
import { MOST_DATA } from '../../analysis/shapes/rule';
import { typeFacts } from '../../analysis/typeFacts';
import type { ByteSource } from '../../formats/byteSource';
import { externalFiles } from '../../formats/externalFiles';
import { paced } from '../../formats/pace';
import { openModel } from '../../formats/registry';
import { readSmallConstants } from '../../formats/smallConstants';
import { openWeightFiles, readWeightBytes, type WeightFiles } from '../../formats/weightReader';
import type { NumericArray } from '../../model/elements';
import { graphPageStepwise } from '../../model/graphPage';
import { lintStepwise } from '../../model/lint/lint';
import type { Model, Weight } from '../../model/model';
import { modelIndexStepwise } from '../../model/modelIndex';
import { nodeDetail } from '../../model/nodeDetail';
import { overviewStepwise } from '../../model/overview';
import { findWeight } from '../../model/queries';
import { searchTextsStepwise } from '../../model/searchTexts';
import { storedBytes } from '../../model/storedBytes';
import { tensorPreview } from '../../model/tensorPreview';
import { freeInputs, type ModelTypes } from '../../model/valueTypes';
import type { LatheError } from '../../shared/errors';
import { type CostSummary, costSummary } from '../../shared/nodeTable/costSummary';
import type { NodeTable, OpenSize } from '../../shared/nodeTable/nodeTable';
import { type PackedGraphPage, packGraphPage } from '../../shared/packing/packedGraphPage';
import { type PackedNodeTable, packNodeTable } from '../../shared/packing/packedNodeTable';
import type { NodeDetail, Overview, SearchTexts, TensorPreview } from '../../shared/protocol/editor';
import type { LintReport } from '../../shared/reports/lintReport';
import type { FreeDimension } from '../../shared/reports/measurement';
import { sizesOfInputs } from '../dimensions';
import { needsLocalFile, unknownWeight } from '../errors';
import { WeightSession } from '../weights/weightSession';
import { readSource } from './readSource';

const NOT_READ = { unavailable: 'The weights have not been read.' };
const NOT_ASKED = { unavailable: 'The runtime has not been asked.' };

/** A page of elements: more is never on the screen at once. */
const MOST_ELEMENTS = 10_000;

/**
 * An open file: its structure, handles for its weights, and the views of it, worked out when first asked for and in
 * slices, so that the extension host stays free.
 */
export class LoadedModel {
  #resized: Resized | null = null;
  #findings: Promise<LintReport> | null = null;
  #searchTexts: Promise<SearchTexts> | null = null;
  #constants: Promise<(weight: Weight) => NumericArray | null> | null = null;

  constructor(
    readonly model: Model,
    private readonly file: string,
    private readonly source: ByteSource,
    private readonly weightFiles: WeightFiles,
    private readonly sizes: () => readonly FreeDimension[],
  ) {}

  /** @param reason why the model cannot be run here, `null` when it can */
  async overview(reason: LatheError | null): Promise<Overview> {
    const facts = {
      file: this.file,
      canRun: reason === null,
      cannotRunReason: reason === null ? '' : `${reason.info.message} ${reason.info.next ?? ''}`.trim(),
      // The first page does not wait for inference when the file declares everything it shows.
      types: this.#isAsDeclared() ? new Map() : await this.types(),
      openSizes: this.#openSizes(),
    };
    return paced(overviewStepwise(this.model, facts));
  }

  /** @throws LatheError `model.unknownGraph`. */
  async graph(id: string): Promise<PackedGraphPage> {
    return paced(packGraphPage(await paced(graphPageStepwise(this.model, id, await this.types()))));
  }

  /** @throws LatheError `model.unknownGraph`, `model.unknownNode`. */
  async node(graph: string, index: number): Promise<NodeDetail> {
    return nodeDetail(this.model, graph, index, await this.types());
  }

  /** Every node with what it costs at the sizes that are given. */
  nodes(): Promise<PackedNodeTable> {
    const now = this.#now();
    now.nodes ??= this.#table(now).then(table => paced(packNodeTable(table)));
    return now.nodes;
  }

  /** What a search looks at besides the node table. */
  searchTexts(): Promise<SearchTexts> {
    this.#searchTexts ??= paced(searchTextsStepwise(this.model));
    return this.#searchTexts;
  }

  /** What the whole model costs at the sizes that are given. */
  cost(): Promise<CostSummary> {
    const now = this.#now();
    now.cost ??= this.#table(now).then(costSummary);
    return now.cost;
  }

  #table(now: Resized): Promise<NodeTable> {
    now.table ??= now.types.then(types => paced(nodeTableStepwise(this.model, types, now.sizes)));
    return now.table;
  }

  /** What lint finds without reading weights and without the runtime, whatever sizes are given. */
  findings(): Promise<LintReport> {
    this.#findings ??= this.#lint();
    return this.#findings;
  }

  async #lint(): Promise<LintReport> {
    const inferred = this.hasSizes ? this.#infer(new Map()) : this.#now().inferred;
    const { model, file } = this;
    const types = typeFacts(await inferred);
    const files = await externalFiles(model, this.weightFiles);
    const facts = { structure: null, types, files, contents: NOT_READ, runtime: NOT_ASKED };
    return paced(lintStepwise({ model, facts, gaps: new Map(), file, bytes: storedBytes(model) }));
  }

  /** Types of all values at the sizes that are given. */
  types(): Promise<ModelTypes> {
    return this.#now().types;
  }

  /** Whether somebody gave the inputs sizes that the file leaves open. */
  get hasSizes(): boolean {
    return this.#given().length > 0;
  }

  /** @throws LatheError `host.unknownWeight`; why the weight's bytes cannot be read. */
  async tensor(graph: string, name: string, start: number, count: number): Promise<TensorPreview> {
    const found = findWeight(this.model, graph, name);
    if (found === undefined) throw unknownWeight(graph, name);
    const { weight } = found;
    const elements = weight.sparse?.stored ?? weight.elements;
    // Sub-byte types begin on a byte border at multiples of four.
    const first = Math.min(Math.max(0, Math.trunc(start) - (Math.trunc(start) % 4)), elements);
    const shown = Math.max(0, Math.min(Math.trunc(count), MOST_ELEMENTS, elements - first));
    const isText = weight.payload.kind === 'strings';
    const bytes = isText ? new Uint8Array() : await readWeightBytes(weight, this.weightFiles, first, shown);
    return tensorPreview(weight, first, shown, bytes);
  }

  /** Looks at its weights one after the other. */
  lookAtWeights(): WeightSession {
    return new WeightSession(this.model, this.weightFiles);
  }

  async close(): Promise<void> {
    await this.weightFiles.close();
    await this.source.close();
  }

  /** What follows from the sizes of the moment, made anew when they changed. */
  #now(): Resized {
    const given = this.#given();
    const key = JSON.stringify(given);
    if (this.#resized?.key === key) return this.#resized;
    const sizes = new Map(given.map(({ name, value }) => [name, value]));
    const inferred = this.#infer(sizes);
    const types = inferred.then(known => known.types);
    this.#resized = { key, sizes, inferred, types, table: null, nodes: null, cost: null };
    return this.#resized;
  }

  async #infer(dimensions: ReadonlyMap<string, number>): Promise<InferredTypes> {
    this.#constants ??= readSmallConstants(this.model, this.weightFiles, MOST_DATA);
    const constants = await this.#constants;
    return paced(inferTypesStepwise(this.model, { dimensions, constants }));
  }

  #given(): readonly FreeDimension[] {
    return sizesOfInputs(this.model, this.sizes());
  }

  #openSizes(): readonly OpenSize[] {
    const given = new Map(this.#given().map(({ name, value }) => [name, value]));
    return openDimensions(freeInputs(this.model.graph)).map(({ name }) => ({ name, size: given.get(name) ?? null }));
  }

  /** Whether the first page can be shown as the file has it. */
  #isAsDeclared(): boolean {
    const { graph } = this.model;
    return !this.hasSizes && [...freeInputs(graph), ...graph.outputs].every(({ type }) => type !== null);
  }
}

/** What depends on the sizes that are given. */
interface Resized {
  readonly key: string;
  readonly sizes: ReadonlyMap<string, number>;
  readonly inferred: Promise<InferredTypes>;
  readonly types: Promise<ModelTypes>;
  table: Promise<NodeTable> | null;
  nodes: Promise<PackedNodeTable> | null;
  cost: Promise<CostSummary> | null;
}

/**
 * @param sizes those given to what the model leaves open, asked for whenever they matter
 * @throws LatheError why the file cannot be shown
 */
export async function loadModel(uri: vscode.Uri, sizes: () => readonly FreeDimension[]): Promise<LoadedModel> {
  const source = await readSource(uri);
  try {
    const { model } = await openModel(source);
    // Everything looks names up; asked for all at once, the tables would be made in one piece.
    await paced(modelIndexStepwise(model));
    const files = uri.scheme === 'file' ? openWeightFiles(uri.fsPath, source) : ownWeightsOnly(uri, source);
    return new LoadedModel(model, path.posix.basename(uri.path), source, files, sizes);
  } catch (thrown) {
    await source.close();
    throw thrown;
  }
}

/** The path of a virtual file must not lead to files of the same name on this disk. */
function ownWeightsOnly(uri: vscode.Uri, source: ByteSource): WeightFiles {
  return {
    model: source,
    external: async () => {
      throw needsLocalFile(uri.scheme);
    },
    close: async () => undefined,
  };
}
