import * as vscode from 'vscode';
import type { CompareHostMethods, ComparePageMethods } from '../../shared/protocol/compare';
import { connect, type Remote } from '../../shared/protocol/rpc';
import { openInEditor } from '../editor/editorProvider';
import { webviewHtml } from '../editor/webviewHtml';
import type { Host } from '../host';
import { logFailure } from '../log';
import type { Served } from '../served';
import { settings } from '../settings';
import { cannotRun } from '../trust';
import { Comparison } from './comparison';
import { saveComparison } from './saveComparison';

export const COMPARE_VIEW_TYPE = 'modelLathe.compare';

/** Opens the page of two models, the one that is there if there is one. */
export function openComparison(host: Host, a: vscode.Uri, b: vscode.Uri): ComparePanel {
  const known = host.comparisons.find(a, b);
  if (known !== null) {
    known.bringToFront();
    return known;
  }
  return new ComparePanel(host, a, b);
}

/** A tab with two models side by side. */
export class ComparePanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #disposables: vscode.Disposable[] = [];
  readonly #page: Remote<ComparePageMethods>;
  #comparison: Comparison;

  constructor(
    private readonly host: Host,
    a: vscode.Uri,
    b: vscode.Uri,
  ) {
    const { extensionUri } = host.extension;
    this.#comparison = new Comparison(host.comparisons.worker, a, b);
    const options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')] };
    this.#panel = vscode.window.createWebviewPanel(COMPARE_VIEW_TYPE, '', vscode.ViewColumn.Active, options);
    this.#panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media/icon.svg');
    const { webview } = this.#panel;
    this.#page = connect<ComparePageMethods>(
      {
        post: message => void webview.postMessage(message),
        onMessage: listener => this.#disposables.push(webview.onDidReceiveMessage(listener)),
      },
      this.#methods(),
    );
    this.#disposables.push(
      this.#panel.onDidDispose(() => this.#dispose()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#restart(this.#comparison.a, this.#comparison.b)),
    );
    host.comparisons.add(this);
    this.#panel.title = this.#comparison.title;
    webview.html = webviewHtml(webview, extensionUri, 'compare');
  }

  shows(a: vscode.Uri, b: vscode.Uri): boolean {
    return this.#comparison.a.toString() === a.toString() && this.#comparison.b.toString() === b.toString();
  }

  bringToFront(): void {
    this.#panel.reveal();
  }

  #methods(): Served<CompareHostMethods> {
    return {
      files: () => this.#comparison.files(this.#whyNotRun()),
      report: run => {
        const { a } = this.#comparison;
        const how = { threads: settings(a).threads, freeDimensions: this.host.sizes.of(a) };
        return this.#comparison.report(this.#whyNotRun() === '' ? run : 'never', how, progress => {
          this.#tell(page => page.progress(progress));
        });
      },
      cancel: () => this.#comparison.cancel(),
      reveal: async (side, graph, node) => {
        const beside = { viewColumn: vscode.ViewColumn.Beside };
        const editor = await openInEditor(this.host, this.#comparison[side], beside);
        editor?.reveal(graph, node);
      },
      save: () => saveComparison(this.host, this.#comparison),
      swap: () => this.#restart(this.#comparison.b, this.#comparison.a),
    };
  }

  #whyNotRun(): string {
    const { a, b } = this.#comparison;
    const reason = cannotRun(this.host, a) ?? cannotRun(this.host, b);
    return reason === null ? '' : `${reason.info.message} ${reason.info.next ?? ''}`.trim();
  }

  #restart(a: vscode.Uri, b: vscode.Uri): void {
    this.#comparison.cancel();
    this.#comparison = new Comparison(this.host.comparisons.worker, a, b);
    this.#panel.title = this.#comparison.title;
    this.#tell(page => page.reload());
  }

  /** A hidden page is gone and asks again when it is shown. */
  #tell(call: (page: Remote<ComparePageMethods>) => Promise<unknown>): void {
    if (!this.#panel.visible) return;
    call(this.#page).catch(thrown => logFailure(this.host.log, 'Telling the page', thrown));
  }

  #dispose(): void {
    this.#comparison.cancel();
    this.host.comparisons.remove(this);
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}
