import path from 'node:path';
import type * as vscode from 'vscode';
import { inferTypes } from '../../analysis/shapes/inferTypes';
import type { ByteSource } from '../../formats/byteSource';
import { openModel } from '../../formats/registry';
import { openWeightFiles, readWeightBytes, type WeightFiles } from '../../formats/weightReader';
import { graphPage } from '../../model/graphPage';
import { layerRows } from '../../model/layerRows';
import type { Model } from '../../model/model';
import { nodeDetail } from '../../model/nodeDetail';
import { overview } from '../../model/overview';
import { findWeight } from '../../model/queries';
import { tensorPreview } from '../../model/tensorPreview';
import { freeInputs, type ModelTypes } from '../../model/valueTypes';
import type { LatheError } from '../../shared/errors';
import type { GraphPage, LayerRow, NodeDetail, Overview, TensorPreview } from '../../shared/protocol/editor';
import { needsLocalFile, unknownWeight } from '../errors';
import { readSource } from './readSource';

/** A page of elements: more is never on the screen at once. */
const MOST_ELEMENTS = 10_000;

/** An open file: its structure, handles for its weights, and the views of it, worked out when first asked for. */
export class LoadedModel {
  #types: ModelTypes | null = null;
  #layers: readonly LayerRow[] | null = null;

  constructor(
    readonly model: Model,
    private readonly file: string,
    private readonly source: ByteSource,
    private readonly weightFiles: WeightFiles,
  ) {}

  /** @param reason why the model cannot be run here, `null` when it can */
  overview(reason: LatheError | null): Overview {
    return overview(this.model, {
      file: this.file,
      canRun: reason === null,
      cannotRunReason: reason === null ? '' : `${reason.info.message} ${reason.info.next ?? ''}`.trim(),
      // The first page does not wait for inference when the file declares everything it shows.
      types: this.#declaresItsEnds() ? (this.#types ?? new Map()) : this.#inferred(),
    });
  }

  /** @throws LatheError `model.unknownGraph`. */
  graph(id: string): GraphPage {
    return graphPage(this.model, id, this.#inferred());
  }

  /** @throws LatheError `model.unknownGraph`, `model.unknownNode`. */
  node(graph: string, index: number): NodeDetail {
    return nodeDetail(this.model, graph, index, this.#inferred());
  }

  layers(): readonly LayerRow[] {
    this.#layers ??= layerRows(this.model, this.#inferred());
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

  #inferred(): ModelTypes {
    this.#types ??= inferTypes(this.model);
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
