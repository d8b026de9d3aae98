import * as vscode from 'vscode';
import type { FreeDimension } from '../shared/reports/measurement';

/** Where a document asks which sizes were given to its model. */
export interface SizeSource {
  /** Fires with the model whose sizes are others now. */
  readonly onDidChange: vscode.Event<vscode.Uri>;
  of(model: vscode.Uri): readonly FreeDimension[];
}

/**
 * Sizes that a person gave to what models leave open, remembered in the workspace: one memory for the figures that are
 * shown and for the runs that need sizes.
 */
export class BoundSizes implements SizeSource {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;

  constructor(private readonly memory: vscode.Memento) {}

  of(model: vscode.Uri): readonly FreeDimension[] {
    const stored: unknown = this.memory.get(key(model));
    return Array.isArray(stored) ? stored.filter(isDimension) : [];
  }

  /** Replaces the sizes of a model; none makes all of them symbols again. */
  async bind(model: vscode.Uri, sizes: readonly FreeDimension[]): Promise<void> {
    if (JSON.stringify(sizes) === JSON.stringify(this.of(model))) return;
    await this.memory.update(key(model), sizes.length === 0 ? undefined : sizes);
    this.#changed.fire(model);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** For documents that nobody gives sizes to. */
export const NO_SIZES: SizeSource = { onDidChange: () => new vscode.Disposable(() => undefined), of: () => [] };

function key(model: vscode.Uri): string {
  return `dimensions:${model.toString()}`;
}

function isDimension(value: unknown): value is FreeDimension {
  const isObject = typeof value === 'object' && value !== null;
  if (!isObject || !('name' in value) || !('value' in value)) return false;
  return typeof value.name === 'string' && typeof value.value === 'number' && Number.isSafeInteger(value.value);
}
