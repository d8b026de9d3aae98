import { createHash } from 'node:crypto';
import { byteChunks, byteLength, type Constant } from '../../graph/constants';
import type { Pass } from '../pass';

/** The SHA-256 of a constant's elements; constants of a file do not change. */
const digests = new WeakMap<Constant, string>();

/** Weights with the same elements, type and shape are kept once. Compared by digest, a chunk at a time. */
export const duplicateWeights: Pass = {
  id: 'duplicate-weights',
  title: 'Keep equal weights once',
  mends: ['duplicate-weight'],
  exactness: 'exact',
  request: null,
  async run(context) {
    const { work, tools } = context;
    const index = context.index();
    const replaced = new Map<string, string>();
    for (const alike of sameForm(work.constants.values())) {
      const first = new Map<string, Constant>();
      for (const constant of alike) {
        tools.checkCancelled();
        const digest = digests.get(constant) ?? (await digestOf(constant));
        digests.set(constant, digest);
        const original = first.get(digest);
        if (original === undefined) first.set(digest, constant);
        else if (index.isOutput(constant.name)) context.skipped(constant.name, 'it is an output of the model');
        else if (index.isCaptured(constant.name)) context.skipped(constant.name, 'a branch or loop body reads it');
        else replaced.set(constant.name, original.name);
      }
    }
    for (const node of work.graph.node) node.input = (node.input ?? []).map(name => replaced.get(name) ?? name);
    for (const name of replaced.keys()) {
      work.constants.delete(name);
      context.changed(name);
    }
  },
};

/** Constants that could be equal: groups of two and more of one type and shape. */
function sameForm(constants: Iterable<Constant>): readonly (readonly Constant[])[] {
  const groups = new Map<string, Constant[]>();
  for (const constant of constants) {
    if (constant.dtype === 'string') continue;
    const form = `${constant.dtype} ${constant.shape.join()}`;
    const group = groups.get(form);
    if (group === undefined) groups.set(form, [constant]);
    else group.push(constant);
  }
  return [...groups.values()].filter(group => group.length > 1);
}

async function digestOf(constant: Constant): Promise<string> {
  const hash = createHash('sha256');
  if (byteLength(constant) > 0) for await (const chunk of byteChunks(constant)) hash.update(chunk);
  return hash.digest('base64');
}
