import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/**
 * A page: two files of our own and nothing else. What it shows arrives by messages, never in the HTML. `page` is the name of
 * the files.
 */
export function webviewHtml(
  webview: vscode.Webview,
  extension: vscode.Uri,
  page: 'webview' | 'compare' = 'webview',
): string {
  const nonce = randomBytes(16).toString('base64');
  const asset = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `img-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
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
  <script nonce="${nonce}" src="${asset(`${page}.js`)}"></script>
</body>
</html>
`;
}
