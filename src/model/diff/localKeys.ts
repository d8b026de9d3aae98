import type { Attribute, AttributeValue, Node, Weight } from '../model';
import { printValueType } from '../printType';
import type { Steps } from '../steps';
import { isDefault } from './attributeDefaults';
import { type DiffSide, row } from './side';

/** Something that is equal for weights of equal content; `null` where the content was not looked at. */
export type Fingerprint = (weight: Weight) => string | null;

/** Numbers texts, so that two texts have the same number exactly when they are equal. */
export class Texts {
  readonly #numbers = new Map<string, number>();

  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

/** What each node does by itself, as numbers that are equal for equal nodes of either model. */
export interface LocalKeys {
  /** Operator, attributes, and types and shapes of the constants it reads. */
  readonly form: Uint32Array;
  /** The same with the constants' contents. */
  readonly content: Uint32Array;
  /** 1 where the contents of a constant of many elements are in `content`: that alone tells a node from others. */
  readonly isTelling: Uint8Array;
}

/** Fewer elements may well be the same by chance: axes, shapes, scales. */
const TELLING_ELEMENTS = 16;

/**
 * Keys of all nodes of a side. `texts` is shared by both sides. What the bodies of a node do is not in its key, only how many
 * nodes they have.
 */
export function* localKeys(side: DiffSide, texts: Texts, fingerprint: Fingerprint): Steps<LocalKeys> {
  const form = new Uint32Array(side.nodes.length);
  const content = new Uint32Array(side.nodes.length);
  const isTelling = new Uint8Array(side.nodes.length);
  for (const [number, node] of side.nodes.entries()) {
    yield;
    const forms: string[] = [operator(node), String(node.outputs.length), String(node.inputs.length)];
    const contents: string[] = [];
    const add = (weight: Weight): string => {
      const print = fingerprint(weight);
      if (print !== null && weight.elements >= TELLING_ELEMENTS) isTelling[number] = 1;
      contents.push(print ?? '');
      return `${weight.dtype}[${weight.shape.join()}]`;
    };
    for (const value of row(side.inputs, number)) {
      const constant = side.values[value]?.constant ?? null;
      forms.push(constant === null ? (value < 0 ? '-' : '*') : add(constant.weight));
    }
    for (const attribute of [...node.attributes].sort(byName)) {
      if (isDefault(node.op, attribute.name, attribute.value)) continue;
      forms.push(`${attribute.name}=${attributeKey(attribute.value, add)}`);
    }
    const key = forms.join('\n');
    form[number] = texts.number(key);
    content[number] = texts.number(`${key}\n\n${contents.join('\n')}`);
  }
  return { form, content, isTelling };
}

/** `Conv`, `com.microsoft.QLinearAdd`; the default domain goes without its name. */
export function operator({ op, domain, overload }: Node): string {
  const name = domain === '' || domain === 'ai.onnx' ? op : `${domain}.${op}`;
  return overload === '' ? name : `${name}:${overload}`;
}

/** A text that is the same for the same values. `ofWeight` gives that of a tensor. */
export function attributeKey(value: AttributeValue, ofWeight: (weight: Weight) => string): string {
  switch (value.kind) {
    case 'float':
    case 'int':
    case 'reference':
      return `${value.kind} ${Object.is(value.value, -0) ? '-0' : value.value}`;
    case 'floats':
    case 'ints':
      return `${value.kind} ${value.value.join()}`;
    case 'string':
      return `string ${value.value.join()}`;
    case 'strings':
      return `strings ${value.value.map(each => each.join()).join(';')}`;
    case 'tensor':
      return `tensor ${ofWeight(value.value)}`;
    case 'tensors':
      return `tensors ${value.value.map(ofWeight).join(';')}`;
    case 'type':
      return `type ${printValueType(value.value)}`;
    case 'types':
      return `types ${value.value.map(printValueType).join(';')}`;
    case 'graph':
      return `graph ${value.value.nodes.length}`;
    case 'graphs':
      return `graphs ${value.value.map(({ nodes }) => nodes.length).join(';')}`;
  }
}

function byName(a: Attribute, b: Attribute): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
