import type { Channel } from '../../src/shared/protocol/rpc';

export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The editor's side of the page: messages and remembered state. Call once; VS Code gives the handle only once. */
export function openHost(): { readonly api: VsCodeApi; readonly channel: Channel } {
  const api = acquireVsCodeApi();
  const channel: Channel = {
    post: message => api.postMessage(message),
    onMessage: listener => window.addEventListener('message', event => listener(event.data)),
  };
  return { api, channel };
}
