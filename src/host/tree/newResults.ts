import * as vscode from 'vscode';

const KEY = 'newResults';
/** Somebody who never opens results must not make this list grow without end. */
const MOST = 200;

/** Results nobody has opened yet; remembered for the workspace. */
export class NewResults {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly state: vscode.Memento) {}

  has(uri: vscode.Uri): boolean {
    return this.#read().includes(uri.toString());
  }

  async add(uri: vscode.Uri): Promise<void> {
    const others = this.#read().filter(known => known !== uri.toString());
    await this.#write([...others, uri.toString()].slice(-MOST));
  }

  async remove(uri: vscode.Uri): Promise<void> {
    if (this.has(uri)) await this.#write(this.#read().filter(known => known !== uri.toString()));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #read(): readonly string[] {
    return this.state.get<readonly string[]>(KEY, []);
  }

  async #write(uris: readonly string[]): Promise<void> {
    await this.state.update(KEY, uris);
    this.#changed.fire();
  }
}
