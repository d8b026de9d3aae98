import * as vscode from 'vscode';
import type { Model } from '../../model/model';
import type { EditorPage } from './editorPage';
import type { ModelDocument } from './modelDocument';

/** What is open: pages by document, and which of them a person looked at last. */
export class ModelDocuments {
  readonly #pages = new Set<EditorPage>();
  readonly #activated = new vscode.EventEmitter<ModelDocument | null>();
  readonly #selected = new vscode.EventEmitter<NodeSelection>();
  readonly #opened = new vscode.EventEmitter<ModelDocument>();
  readonly #closed = new vscode.EventEmitter<ModelDocument>();
  #active: EditorPage | null = null;
  #selection: NodeSelection | null = null;

  /** Fires with the document of the page that became active, `null` when the last page was closed. */
  readonly onDidActivate = this.#activated.event;
  /** Fires with the document of the first page of a file, and when its last one is gone. */
  readonly onDidOpen = this.#opened.event;
  readonly onDidClose = this.#closed.event;
  /** Fires when somebody selects a node in a page. */
  readonly onDidSelect = this.#selected.event;

  /** The page that is or was active last. */
  get activePage(): EditorPage | null {
    return this.#active;
  }

  get active(): ModelDocument | null {
    return this.#active?.document ?? null;
  }

  /** The node that somebody selected last. */
  get selection(): NodeSelection | null {
    return this.#selection;
  }

  /** The active document if one of its pages is on the screen. */
  get visible(): ModelDocument | null {
    const active = this.active;
    return active !== null && [...this.#pages].some(page => page.document === active && page.visible) ? active : null;
  }

  /** The structure of a model: of the open document, else read for the moment. */
  async read(uri: vscode.Uri): Promise<Model> {
    const page = this.pageOf(uri);
    if (page !== null) return (await page.document.load()).model;
    const { loadModel } = await import('./loadedModel');
    const loaded = await loadModel(uri, () => []);
    await loaded.close();
    return loaded.model;
  }

  /** A page of this file, not in that column: the active one, else one on the screen, else any. */
  pageOf(uri: vscode.Uri, notIn?: vscode.ViewColumn): EditorPage | null {
    const key = uri.toString();
    const ofFile = [...this.#pages].filter(page => page.document.uri.toString() === key);
    const pages = notIn === undefined ? ofFile : ofFile.filter(page => page.column !== notIn);
    return pages.find(page => page === this.#active) ?? pages.find(page => page.visible) ?? pages[0] ?? null;
  }

  add(page: EditorPage): void {
    const isFirst = !this.#shows(page.document);
    this.#pages.add(page);
    if (isFirst) this.#opened.fire(page.document);
  }

  activate(page: EditorPage): void {
    const before = this.active;
    this.#active = page;
    if (page.document !== before) this.#activated.fire(page.document);
  }

  remove(page: EditorPage): void {
    this.#pages.delete(page);
    if (!this.#shows(page.document)) this.#closed.fire(page.document);
    if (!this.#shows(page.document) && this.#selection?.document === page.document) this.#selection = null;
    if (this.#active !== page) return;
    const before = page.document;
    this.#active = [...this.#pages].find(other => other.document === before) ?? [...this.#pages].at(-1) ?? null;
    if (this.active !== before) this.#activated.fire(this.active);
  }

  #shows(document: ModelDocument): boolean {
    return [...this.#pages].some(page => page.document === document);
  }

  select(selection: NodeSelection): void {
    this.#selection = selection;
    this.#selected.fire(selection);
  }

  dispose(): void {
    this.#activated.dispose();
    this.#selected.dispose();
    this.#opened.dispose();
    this.#closed.dispose();
  }
}

export interface NodeSelection {
  readonly document: ModelDocument;
  readonly graph: string;
  readonly index: number;
}
