import { safeInteger } from '../../formats/onnx/integers';
import type { Workpiece } from '../graph/workpiece';

/** First IR version in which an initializer need not be listed among the inputs. */
const FREE_INITIALIZERS = 4;
/** What opset 13, which every result has at least, was published with. */
const IR_OF_OPSET_13 = 7;

/**
 * Before IR version 4 every initializer also had to be an input. Those entries go, because they would let a caller replace
 * a weight that no longer exists; so does the entry of an initializer that a newer model lists as a default.
 */
export function dropInitializerInputs(work: Workpiece): void {
  const version = safeInteger(work.model.irVersion ?? 0, 'The IR version', 'ir_version');
  const isDefault = (name: string | null | undefined): boolean => work.constants.has(name ?? '');
  const defaults = work.graph.input.filter(({ name }) => isDefault(name));
  work.graph.input = work.graph.input.filter(({ name }) => !isDefault(name));
  if (version >= FREE_INITIALIZERS && defaults.length > 0) {
    const names = defaults.slice(0, 3).map(({ name }) => `"${name}"`);
    const more = defaults.length > names.length ? ` and ${defaults.length - names.length} more` : '';
    work.notes.push(
      `The source lists ${defaults.length} of its weights as inputs with a default (${names.join(', ')}${more}); in the result they are fixed.`,
    );
  }
  work.model.irVersion = Math.max(version, IR_OF_OPSET_13);
}
