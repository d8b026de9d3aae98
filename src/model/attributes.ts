import type { Attribute, AttributeValue, Graph, Node, Weight } from './model';

/** The value of a node's attribute, `undefined` when it has none of that name. */
export function attribute(node: Node, name: string): AttributeValue | undefined {
  return node.attributes.find(candidate => candidate.name === name)?.value;
}

/** An integer attribute; `fallback` when it is absent or of another kind. Integers beyond 2^53 lose their last digits. */
export function intAttribute<D>(node: Node, name: string, fallback: D): number | D {
  const value = attribute(node, name);
  return value?.kind === 'int' ? Number(value.value) : fallback;
}

/** A list of integers; `fallback` when it is absent or of another kind. */
export function intsAttribute<D>(node: Node, name: string, fallback: D): number[] | D {
  const value = attribute(node, name);
  return value?.kind === 'ints' ? value.value.map(Number) : fallback;
}

export function floatAttribute<D>(node: Node, name: string, fallback: D): number | D {
  const value = attribute(node, name);
  return value?.kind === 'float' ? value.value : fallback;
}

export function floatsAttribute<D>(node: Node, name: string, fallback: D): readonly number[] | D {
  const value = attribute(node, name);
  return value?.kind === 'floats' ? value.value : fallback;
}

/** A text attribute, decoded as UTF-8; bytes that are not UTF-8 become U+FFFD. */
export function stringAttribute<D>(node: Node, name: string, fallback: D): string | D {
  const value = attribute(node, name);
  return value?.kind === 'string' ? decodeText(value.value) : fallback;
}

export function stringsAttribute<D>(node: Node, name: string, fallback: D): string[] | D {
  const value = attribute(node, name);
  return value?.kind === 'strings' ? value.value.map(decodeText) : fallback;
}

export function tensorAttribute(node: Node, name: string): Weight | null {
  const value = attribute(node, name);
  return value?.kind === 'tensor' ? value.value : null;
}

export function graphAttribute(node: Node, name: string): Graph | null {
  const value = attribute(node, name);
  return value?.kind === 'graph' ? value.value : null;
}

/** A graph that a node holds, and the attribute it is in. */
export interface Subgraph {
  readonly attribute: Attribute;
  readonly graph: Graph;
}

const NO_SUBGRAPHS: readonly Subgraph[] = [];

/** Every subgraph a node holds, in order. */
export function subgraphs({ attributes }: Node): readonly Subgraph[] {
  let found: Subgraph[] | null = null;
  for (const attribute of attributes) {
    const { value } = attribute;
    if (value.kind !== 'graph' && value.kind !== 'graphs') continue;
    found ??= [];
    for (const graph of value.kind === 'graph' ? [value.value] : value.value) found.push({ attribute, graph });
  }
  return found ?? NO_SUBGRAPHS;
}

const decoder = new TextDecoder();

function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
