import { openInEditor } from '../editor/editorProvider';
import type { Host } from '../host';
import { targetModel } from '../target';

/** Opens a model in its editor; the Models view's click and inline action. */
export async function openModel(host: Host, argument: unknown): Promise<void> {
  const model = await targetModel(host, argument, 'Open Model');
  if (model !== null) await openInEditor(host, model);
}
