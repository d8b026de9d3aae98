import path from 'node:path';
import type * as vscode from 'vscode';
import { inferTypesStepwise } from '../../analysis/shapes/inferTypes';
import type { ByteSource } from '../../formats/byteSource';
import { paced } from '../../formats/pace';
import { openModel } from '../../formats/registry';
import { openWeightFiles, readWeightBytes, type WeightFiles } from '../../formats/weightReader';
import { graphPageStepwise } from '../../model/graphPage';
import { layerRowsStepwise } from '../../model/layerRows';
import type { Model } from '../../model/model';
import { modelIndexStepwise } from '../../model/modelIndex';
import { nodeDetail } from '../../model/nodeDetail';
import { overviewStepwise } from '../../model/overview';
import { findWeight } from '../../model/queries';
import { tensorPreview } from '../../model/tensorPreview';
import { freeInputs, type ModelTypes } from '../../model/valueTypes';
import type { LatheError } from '../../shared/errors';
import type { GraphPage, LayerRow, NodeDetail, Overview, TensorPreview } from '../../shared/protocol/editor';
import { needsLocalFile, unknownWeight } from '../errors';
import { readSource } from './readSource';

/** A page of elements: more is never on the screen at once. */
const MOST_ELEMENTS = 10_000;

/**
 * An open file: its structure, handles for its weights, and the views of it, worked out when first asked for and in
 * slices, so that the extension host stays free.
 */
export class LoadedModel {
  #types: Promise<ModelTypes> | null = null;
  #layers: Promise<readonly LayerRow[]> | null = null;

  constructor(
    readonly model: Model,
    private readonly file: string,
    private readonly source: ByteSource,
    private readonly weightFiles: WeightFiles,
  ) {}

  /** @param reason why the model cannot be run here, `null` when it can */
  async overview(reason: LatheError | null): Promise<Overview> {
    const facts = {
      file: this.file,
      canRun: reason === null,
      cannotRunReason: reason === null ? '' : `${reason.info.message} ${reason.info.next ?? ''}`.trim(),
      // The first page does not wait for inference when the file declares everything it shows.
      types: this.#declaresItsEnds() ? new Map() : await this.#inferred(),
    };
    return paced(overviewStepwise(this.model, facts));
  }

  /** @throws LatheError `model.unknownGraph`. */
  async graph(id: string): Promise<GraphPage> {
    return paced(graphPageStepwise(this.model, id, await this.#inferred()));
  }

  /** @throws LatheError `model.unknownGraph`, `model.unknownNode`. */
  async node(graph: string, index: number): Promise<NodeDetail> {
    return nodeDetail(this.model, graph, index, await this.#inferred());
  }

  layers(): Promise<readonly LayerRow[]> {
    this.#layers ??= this.#inferred().then(types => paced(layerRowsStepwise(this.model, types)));
    return this.#layers;
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

  async close(): Promise<void> {
    await this.weightFiles.close();
    await this.source.close();
  }

  #inferred(): Promise<ModelTypes> {
    this.#types ??= paced(inferTypesStepwise(this.model)).then(({ types }) => types);
    return this.#types;
  }

  #declaresItsEnds(): boolean {
    const { graph } = this.model;
    return [...freeInputs(graph), ...graph.outputs].every(({ type }) => type !== null);
  }
}

/** @throws LatheError why the file cannot be shown. */
export async function loadModel(uri: vscode.Uri): Promise<LoadedModel> {
  const source = await readSource(uri);
  try {
    const { model } = await openModel(source);
    // Everything looks names up; asked for all at once, the tables would be made in one piece.
    await paced(modelIndexStepwise(model));
    const files = uri.scheme === 'file' ? openWeightFiles(uri.fsPath, source) : ownWeightsOnly(uri, source);
    return new LoadedModel(model, path.posix.basename(uri.path), source, files);
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
