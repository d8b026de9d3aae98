import type { Attribute, Node } from './model';

/** A function's node with attribute references filled in from the call; those it does not give fall away. */
export function withArguments(node: Node, given: readonly Attribute[]): Node {
  if (!node.attributes.some(({ value }) => value.kind === 'reference')) return node;
  const attributes = node.attributes.flatMap(attribute => {
    if (attribute.value.kind !== 'reference') return [attribute];
    const { value: wanted } = attribute.value;
    const value = given.find(({ name }) => name === wanted)?.value;
    return value === undefined ? [] : [{ ...attribute, value }];
  });
  return { ...node, attributes };
}
