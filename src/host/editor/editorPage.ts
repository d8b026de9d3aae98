import * as vscode from 'vscode';
import type { EditorTab, PageMethods } from '../../shared/protocol/editor';
import { connect, type Remote } from '../../shared/protocol/rpc';
import type { Host } from '../host';
import { logFailure } from '../log';
import { inform } from '../notify';
import { FileSaves } from './fileSaves';
import { hostSide } from './hostSide';
import type { ModelDocument } from './modelDocument';

type PageCall = (page: Remote<PageMethods>) => Promise<unknown>;

/** One editor tab: a webview, what it may ask and what it is told. */
export class EditorPage {
  readonly #disposables: vscode.Disposable[] = [];
  readonly #remote: Remote<PageMethods>;
  /** Calls that wait for the page to have loaded; a hidden page is gone and loads again when shown. */
  #waiting: PageCall[] = [];
  #loaded = false;

  readonly #saves: FileSaves;

  constructor(
    private readonly host: Host,
    readonly document: ModelDocument,
    private readonly panel: vscode.WebviewPanel,
  ) {
    const { webview } = panel;
    this.#saves = new FileSaves(document.uri);
    this.#remote = connect<PageMethods>(
      {
        post: message => void webview.postMessage(message),
        onMessage: listener => this.#disposables.push(webview.onDidReceiveMessage(listener)),
      },
      hostSide(host, document, {
        loaded: () => this.#onLoaded(),
        tell: call => this.tell(call),
        saves: this.#saves,
      }),
    );
    this.#disposables.push(
      document.onDidChangeOnDisk(state => this.tell(page => page.fileChanged(state))),
      document.onDidReopen(() => this.tell(page => page.reload())),
      document.onDidResize(() => this.tell(page => page.sizesChanged())),
      host.findings.onDidChange(model => {
        if (model.toString() === document.uri.toString()) this.tell(page => page.findingsChanged());
      }),
      host.figures.watch(document.uri, () => this.tell(page => page.figuresChanged())),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.tell(page => page.reload())),
      panel.onDidChangeViewState(() => this.#onViewState()),
      panel.onDidDispose(() => this.#dispose()),
    );
    host.documents.add(this);
    if (panel.active) host.documents.activate(this);
  }

  get visible(): boolean {
    return this.panel.visible;
  }

  get column(): vscode.ViewColumn | undefined {
    return this.panel.viewColumn;
  }

  bringToFront(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
  }

  show(tab: EditorTab): void {
    this.tell(page => page.show(tab));
  }

  /** Brings the tab to the front and goes to a node. */
  reveal(graph: string, index: number): void {
    if (!this.panel.visible) this.bringToFront(false);
    this.tell(page => page.reveal(graph, index));
  }

  /** Brings the tab to the front and selects a node in whatever it shows. */
  select(graph: string, index: number): void {
    if (!this.panel.visible) this.bringToFront(false);
    this.tell(page => page.select(graph, index));
  }

  /** Colours the nodes by a figure. */
  showFigure(id: string): void {
    this.tell(page => page.showFigure(id));
  }

  /** Calls the page now, or as soon as it has loaded. */
  tell(call: PageCall): void {
    if (!this.#loaded) {
      this.#waiting.push(call);
      return;
    }
    call(this.#remote).catch(thrown => logFailure(this.host.log, 'Telling the page', thrown));
  }

  #onLoaded(): void {
    this.#loaded = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const call of waiting) this.tell(call);
  }

  #onViewState(): void {
    if (!this.panel.visible) {
      this.#loaded = false;
      this.#endSaves();
    }
    if (this.panel.active) this.host.documents.activate(this);
  }

  /** A page that is gone writes no more; half a file is of no use. */
  #endSaves(): void {
    this.#saves.discardAll().then(
      names => {
        if (names.length > 0) {
          inform(this.host.log, `${names.join(', ')} was not finished, because its page was closed or hidden.`);
        }
      },
      thrown => logFailure(this.host.log, 'Removing an unfinished file', thrown),
    );
  }

  #dispose(): void {
    this.host.documents.remove(this);
    this.#endSaves();
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}
