import { passNeedsOption, unknownPass } from '../errors';
import type { Pass } from './pass';
import type { SimplifyOptions } from './passContext';
import { PASSES } from './passes';

/**
 * The passes of a run, in order.
 * @throws LatheError `simplify.unknownPass`, `simplify.passNeedsOption`.
 */
export function choosePasses(
  only: readonly string[],
  skip: readonly string[],
  options: SimplifyOptions,
): readonly Pass[] {
  const known = PASSES.map(({ id }) => id);
  const wrong = [...only, ...skip].find(id => !known.includes(id));
  if (wrong !== undefined) throw unknownPass(wrong, known);
  return PASSES.filter(pass => {
    if (skip.includes(pass.id)) return false;
    const { request } = pass;
    // What was asked for by its own option is done, whatever else is.
    if (request?.isGiven(options) === true) return true;
    if (request === null) return only.length === 0 || only.includes(pass.id);
    if (only.includes(pass.id)) throw passNeedsOption(pass.id, request.option);
    return false;
  });
}
