import type { Session } from '../../model/runtime';

/** Pairs of names: what the other model calls an input or output, and what this one calls it. */
export interface EndNames {
  readonly inputs: readonly (readonly [theirs: string, ours: string])[];
  readonly outputs: readonly (readonly [theirs: string, ours: string])[];
}

/** A session that takes and gives tensors by the names that another model has for them. */
export function renamedSession(session: Session, { inputs, outputs }: EndNames): Session {
  const feedNames = new Map(inputs);
  const theirOutputs = new Map(outputs.map(([theirs, ours]) => [ours, theirs]));
  const ourOutputs = new Map(outputs);
  return {
    inputs: session.inputs,
    outputs: session.outputs.map(output => ({ ...output, name: theirOutputs.get(output.name) ?? output.name })),
    release: () => session.release(),
    async run(feeds, wanted) {
      const named = new Map(Array.from(feeds, ([name, tensor]) => [feedNames.get(name) ?? name, tensor]));
      const results = await session.run(
        named,
        wanted?.map(name => ourOutputs.get(name) ?? name),
      );
      return new Map(Array.from(results, ([name, tensor]) => [theirOutputs.get(name) ?? name, tensor]));
    },
  };
}
