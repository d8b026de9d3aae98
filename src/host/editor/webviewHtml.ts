import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Pages by the name of their files, and the worker that a page may start. */
const WORKERS = { webview: 'graphWorker', compare: null } as const;

/**
 * A page: files of our own and nothing else. What it shows arrives by messages, never in the HTML. `page` is the name of the
 * files. Only a page with a worker may fetch, and only from the extension's folder: VS Code loads workers from memory alone, so
 * the page has to fetch the script.
 */
export function webviewHtml(
  webview: vscode.Webview,
  extension: vscode.Uri,
  page: keyof typeof WORKERS = 'webview',
): string {
  const nonce = randomBytes(16).toString('base64');
  const asset = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name)).toString();
  const worker = WORKERS[page];
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `img-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    ...(worker === null ? [] : ['worker-src blob:', `connect-src ${webview.cspSource}`]),
  ].join('; ');
  const workerAttribute = worker === null ? '' : ` data-graph-worker="${asset(`${worker}.js`)}"`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta property="csp-nonce" content="${nonce}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${asset(`${page}.css`)}">
  <title>Model Lathe</title>
</head>
<body>
  <script nonce="${nonce}" src="${asset(`${page}.js`)}"${workerAttribute}></script>
</body>
</html>
`;
}
