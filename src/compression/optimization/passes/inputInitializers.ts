import { safeInteger } from '../../../formats/onnx/integers';
import type { Pass } from '../pass';

/** First IR version in which an initializer need not be listed among the inputs. */
const FREE_INITIALIZERS = 4;

/**
 * An initializer that is listed as an input is a default that a caller may replace, so no runtime may optimize it. Before IR version
 * 4 all had to be listed.
 */
export const inputInitializers: Pass = {
  id: 'input-initializers',
  title: 'Take initializers out of the inputs',
  mends: ['initializer-as-input'],
  exactness: 'exact',
  request: null,
  async run(context) {
    const { work } = context;
    const version = safeInteger(work.model.irVersion ?? 0, 'The IR version', 'ir_version');
    const isDefault = (name: string | null | undefined): boolean => work.constants.has(name ?? '');
    const defaults = work.graph.input.filter(({ name }) => isDefault(name));
    if (defaults.length === 0) return;
    work.graph.input = work.graph.input.filter(({ name }) => !isDefault(name));
    for (const { name } of defaults) context.changed(name ?? '');
    if (version >= FREE_INITIALIZERS) {
      work.notes.push(
        `${defaults.length} weights of the source are inputs with a default value that a caller may replace; in the result they are fixed. To keep them as inputs, skip ${this.id}.`,
      );
    } else work.model.irVersion = FREE_INITIALIZERS;
  },
};
