import * as vscode from 'vscode';
import { NO_SIZES, type SizeSource } from '../boundSizes';
import { logFailure } from '../log';
import { FileWatch } from './fileWatch';
import type { LoadedModel } from './loadedModel';

/**
 * One file that is open in any number of editors. Reads the file when somebody first asks, once for all of them, and
 * anew after `reopen`.
 */
export class ModelDocument implements vscode.CustomDocument {
  readonly #watch: FileWatch;
  readonly #reopened = new vscode.EventEmitter<void>();
  readonly #resized = new vscode.EventEmitter<void>();
  readonly #ended = new vscode.EventEmitter<void>();
  readonly #sizesWatch: vscode.Disposable;
  #loading: Promise<LoadedModel> | null = null;

  /** Fires when the file is no longer the one that was read. */
  readonly onDidChangeOnDisk: vscode.Event<'changed' | 'deleted'>;
  readonly onDidReopen = this.#reopened.event;
  /** Fires when somebody gave the model's open sizes others: types and costs follow. */
  readonly onDidResize = this.#resized.event;
  readonly onDidDispose = this.#ended.event;

  constructor(
    readonly uri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
    private readonly sizes: SizeSource = NO_SIZES,
  ) {
    this.#watch = new FileWatch(uri);
    this.onDidChangeOnDisk = this.#watch.onDidChange;
    this.#sizesWatch = sizes.onDidChange(model => {
      if (model.toString() === uri.toString()) this.#resized.fire();
    });
  }

  /** @throws LatheError why the file cannot be shown; the next call tries again. */
  load(): Promise<LoadedModel> {
    if (this.#loading === null) {
      const loading = this.#open();
      this.#loading = loading;
      loading.catch(() => {
        if (this.#loading === loading) this.#loading = null;
      });
    }
    return this.#loading;
  }

  /** Opens the file on disk anew for everybody who shows it. */
  reopen(): void {
    this.#release();
    this.#reopened.fire();
  }

  dispose(): void {
    this.#release();
    this.#ended.fire();
    vscode.Disposable.from(this.#watch, this.#sizesWatch, this.#reopened, this.#resized, this.#ended).dispose();
  }

  async #open(): Promise<LoadedModel> {
    const started = performance.now();
    await this.#watch.mark();
    const { loadModel } = await import('./loadedModel');
    const loaded = await loadModel(this.uri, () => this.sizes.of(this.uri));
    this.log.info(`Opened ${this.uri.toString(true)} in ${Math.round(performance.now() - started)} ms`);
    return loaded;
  }

  #release(): void {
    const loading = this.#loading;
    this.#loading = null;
    const close = async (): Promise<void> => {
      const loaded = await loading?.catch(() => null);
      await loaded?.close();
    };
    close().catch(thrown => logFailure(this.log, `Closing ${this.uri.toString(true)}`, thrown));
  }
}
