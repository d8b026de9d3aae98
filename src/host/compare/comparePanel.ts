import * as vscode from 'vscode';
import type { ComparedFiles, CompareHostMethods, ComparePageMethods } from '../../shared/protocol/compare';
import { connect, type Remote } from '../../shared/protocol/rpc';
import { openInEditor } from '../editor/editorProvider';
import { webviewHtml } from '../editor/webviewHtml';
import type { Host } from '../host';
import { logFailure } from '../log';
import type { Served } from '../served';
import { settings } from '../settings';
import { cannotRun, manageTrust } from '../trust';
import { Comparison } from './comparison';
import { saveComparison } from './saveComparison';
import { COMPARE_VIEW_TYPE } from './viewType';

/** What Restricted Mode leaves out, said where it would be. */
const TRUST_ADDS =
  'Structure, weights and cost are compared without running the models. In a trusted workspace both are also run on the same samples: that compares their answers and finds the first tensor where they part.';

/** Opens the page of two models, the one that is there if there is one. */
export function openComparison(host: Host, a: vscode.Uri, b: vscode.Uri): ComparePanel {
  const known = host.comparisons.find(a, b);
  if (known !== null) {
    known.bringToFront();
    return known;
  }
  const panel = vscode.window.createWebviewPanel(COMPARE_VIEW_TYPE, '', vscode.ViewColumn.Active);
  return new ComparePanel(host, panel, a, b);
}

/** A tab with two models side by side. */
export class ComparePanel {
  readonly #disposables: vscode.Disposable[] = [];
  readonly #page: Remote<ComparePageMethods>;
  #comparison: Comparison;

  constructor(
    private readonly host: Host,
    private readonly panel: vscode.WebviewPanel,
    a: vscode.Uri,
    b: vscode.Uri,
  ) {
    const { extensionUri } = host.extension;
    const { webview } = panel;
    this.#comparison = this.#compare(a, b);
    webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')] };
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, 'media/icon-on-light.svg'),
      dark: vscode.Uri.joinPath(extensionUri, 'media/icon-on-dark.svg'),
    };
    this.#page = connect<ComparePageMethods>(
      {
        post: message => void webview.postMessage(message),
        onMessage: listener => this.#disposables.push(webview.onDidReceiveMessage(listener)),
      },
      this.#methods(),
    );
    this.#disposables.push(
      panel.onDidDispose(() => this.#dispose()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#restart(this.#comparison.a, this.#comparison.b)),
    );
    host.comparisons.add(this);
    webview.html = webviewHtml(webview, extensionUri, 'compare');
  }

  shows(a: vscode.Uri, b: vscode.Uri): boolean {
    return this.#comparison.a.toString() === a.toString() && this.#comparison.b.toString() === b.toString();
  }

  bringToFront(): void {
    this.panel.reveal();
  }

  #methods(): Served<CompareHostMethods> {
    return {
      files: () => this.#files(),
      report: run => {
        const { a } = this.#comparison;
        const how = { threads: settings(a).threads, freeDimensions: this.host.sizes.of(a) };
        return this.#comparison.report(this.#cannotRun() === null ? run : 'never', how, progress => {
          this.#tell(page => page.progress(progress));
        });
      },
      cancel: () => this.#comparison.cancel(),
      reveal: async (side, graph, node) => {
        // Beside this page, which need not be active yet when a button in it is clicked.
        const here = this.panel.viewColumn;
        const beside = { viewColumn: here === undefined ? vscode.ViewColumn.Beside : here + 1 };
        const editor = await openInEditor(this.host, this.#comparison[side], beside, here);
        editor?.reveal(graph, node);
      },
      save: () => saveComparison(this.host, this.#comparison),
      swap: () => this.#restart(this.#comparison.b, this.#comparison.a),
      again: () => this.#restart(this.#comparison.a, this.#comparison.b),
      manageTrust,
    };
  }

  #files(): ComparedFiles {
    const { names, a, b, news } = this.#comparison;
    const reason = this.#cannotRun();
    const needsTrust = reason?.info.code === 'host.needsTrust';
    const why = reason === null ? '' : `${reason.info.message} ${reason.info.next ?? ''}`.trim();
    return {
      ...names,
      uris: { a: a.toString(), b: b.toString() },
      canRun: reason === null,
      cannotRunReason: needsTrust ? TRUST_ADDS : why,
      needsTrust,
      news,
    };
  }

  #cannotRun(): ReturnType<typeof cannotRun> {
    return cannotRun(this.host, this.#comparison.a) ?? cannotRun(this.host, this.#comparison.b);
  }

  #compare(a: vscode.Uri, b: vscode.Uri): Comparison {
    const comparison = new Comparison(this.host.comparisons.worker, a, b, this.host.figures);
    comparison.onDidChangeFiles(() => this.#tell(page => page.filesChanged(comparison.news)));
    this.panel.title = comparison.title;
    return comparison;
  }

  #restart(a: vscode.Uri, b: vscode.Uri): void {
    this.#comparison.dispose();
    this.#comparison = this.#compare(a, b);
    this.#tell(page => page.reload());
  }

  /** A hidden page is gone and asks again when it is shown. */
  #tell(call: (page: Remote<ComparePageMethods>) => Promise<unknown>): void {
    if (!this.panel.visible) return;
    call(this.#page).catch(thrown => logFailure(this.host.log, 'Telling the page', thrown));
  }

  #dispose(): void {
    this.#comparison.dispose();
    this.host.comparisons.remove(this);
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}
