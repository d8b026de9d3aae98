import path from 'node:path';
import * as vscode from 'vscode';
import type { SavedFile } from '../../formats/savedFile';
import type { FileSaving } from '../../shared/protocol/fileSaving';
import { fileOverModel, saveUnknown } from '../errors';
import type { Served } from '../served';
import { createSavedFile } from './savedFile';

interface OpenSave {
  readonly name: string;
  readonly file: SavedFile;
}

/** Files that one page writes piece by piece; what it leaves unfinished is removed with it. */
export class FileSaves {
  readonly #open = new Map<number, OpenSave>();
  #last = 0;

  /** Places beside `model` are suggested. */
  constructor(private readonly model: vscode.Uri) {}

  methods(): Served<FileSaving> {
    return {
      beginFile: suggestedName => this.#begin(suggestedName),
      writeFile: (id, bytes) => this.#found(id).file.write(bytes),
      finishFile: id => this.#finish(id),
      discardFile: id => this.#discard(id),
    };
  }

  /** Asks where a text goes and writes it; gives the file's name, `null` when the person gave up. */
  async saveText(suggestedName: string, utf8: Uint8Array): Promise<string | null> {
    const id = await this.#begin(suggestedName);
    if (id === null) return null;
    try {
      await this.#found(id).file.write(utf8);
      return await this.#finish(id);
    } catch (cause) {
      await this.#discard(id);
      throw cause;
    }
  }

  /** Removes what is unfinished and gives the names it would have had. */
  async discardAll(): Promise<readonly string[]> {
    const open = [...this.#open];
    for (const [id] of open) await this.#discard(id);
    return open.map(([, { name }]) => name);
  }

  async #begin(suggestedName: string): Promise<number | null> {
    const name = path.posix.basename(suggestedName.replaceAll('\\', '/'));
    const extension = path.posix.extname(name).slice(1);
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(this.model, '..', name),
      filters: { [extension.toUpperCase()]: [extension] },
      title: 'Export',
    });
    if (target === undefined) return null;
    if (target.toString() === this.model.toString()) throw fileOverModel(target.fsPath);
    this.#last += 1;
    const id = this.#last;
    this.#open.set(id, { name: path.posix.basename(target.path), file: await createSavedFile(target) });
    return id;
  }

  async #finish(id: number): Promise<string> {
    const { name, file } = this.#found(id);
    this.#open.delete(id);
    await file.finish();
    return name;
  }

  async #discard(id: number): Promise<void> {
    const file = this.#open.get(id)?.file;
    this.#open.delete(id);
    await file?.discard();
  }

  #found(id: number): OpenSave {
    const found = this.#open.get(id);
    if (found === undefined) throw saveUnknown();
    return found;
  }
}
