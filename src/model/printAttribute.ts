import type { NodeDetail } from '../shared/protocol/editor';
import { elementType } from './elementTypes';
import type { Attribute, AttributeValue } from './model';
import { printValueType, printWeightType } from './printType';

/** Longest list and longest text that an attribute shows. */
const MOST_ITEMS = 64;
const MOST_CHARACTERS = 2000;

/** Attributes that hold the number of an element type. */
const ELEMENT_TYPES = new Set(['to', 'dtype', 'output_dtype', 'stash_type', 'saturate_dtype', 'softmax_precision']);

/** An attribute as the node's page shows it. */
export function printAttribute({ name, value }: Attribute): NodeDetail['attributes'][number] {
  const shown = { name, kind: value.kind, text: printValue(name, value) };
  return value.kind === 'graph' ? { ...shown, graph: value.value.id } : shown;
}

function printValue(name: string, value: AttributeValue): string {
  switch (value.kind) {
    case 'float':
      return printFloat32(value.value);
    case 'int': {
      const dtype = ELEMENT_TYPES.has(name) ? elementType(Number(value.value)) : null;
      return dtype === null ? String(value.value) : `${value.value} (${dtype})`;
    }
    case 'string':
      return printText(value.value);
    case 'tensor':
      return printWeightType(value.value);
    case 'graph':
      return value.value.name;
    case 'type':
      return printValueType(value.value);
    case 'reference':
      return `attribute ${value.value} of the function`;
    case 'floats':
      return printList(value.value, printFloat32);
    case 'ints':
      return printList(value.value, String);
    case 'strings':
      return printList(value.value, printText);
    case 'tensors':
      return printList(value.value, printWeightType);
    case 'graphs':
      return printList(value.value, graph => graph.name);
    case 'types':
      return printList(value.value, printValueType);
  }
}

function printList<T>(items: readonly T[], print: (item: T) => string): string {
  const shown = items.slice(0, MOST_ITEMS).map(print).join(', ');
  return items.length > MOST_ITEMS ? `[${shown}, … ${items.length} in all]` : `[${shown}]`;
}

function printText(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, MOST_CHARACTERS));
  return bytes.length > MOST_CHARACTERS ? `${text}… (${bytes.length} bytes)` : text;
}

/** The shortest decimal that reads back as the same float32: 0.1, not 0.10000000149011612. */
export function printFloat32(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Object.is(Math.fround(short), value)) return String(short);
  }
  return Number.isFinite(value) ? String(Number(value.toPrecision(9))) : String(value);
}
