import { floatAttribute, intAttribute, intsAttribute, stringAttribute } from './attributes';
import { elementType } from './elementTypes';
import type { Node } from './model';
import type { Layer } from './queries';

/** Attributes worth a place under the operator's name, in the order they are shown. */
const SHOWN = [
  'kernel_shape',
  'strides',
  'dilations',
  'group',
  'axis',
  'axes',
  'perm',
  'to',
  'mode',
  'hidden_size',
  'num_heads',
  'alpha',
  'epsilon',
] as const;

const MOST_PARTS = 3;

/** Values that say nothing because they are what everybody expects. */
const UNREMARKABLE = /^(strides|dilations) 1(×1)*$|^group 1$/;

/** One short line under an operator: kernel, stride, axis, or the shape of its largest weight. */
export function nodeCaption(node: Node, layer: Layer | undefined): string {
  const parts = SHOWN.map(name => captionPart(node, name)).filter(part => part !== '' && !UNREMARKABLE.test(part));
  const [largest] = [...(layer?.weights ?? [])]
    .filter(({ role }) => role === 'parameter')
    .sort((a, b) => b.weight.elements - a.weight.elements);
  if (largest !== undefined) parts.unshift(largest.weight.shape.join('×') || 'scalar');
  return parts.slice(0, MOST_PARTS).join(', ');
}

function captionPart(node: Node, name: (typeof SHOWN)[number]): string {
  if (name === 'to') return elementType(intAttribute(node, name, 0)) ?? '';
  const ints = intsAttribute(node, name, null);
  if (ints !== null) return `${label(name)}${ints.join(name === 'axes' || name === 'perm' ? ',' : '×')}`;
  const int = intAttribute(node, name, null);
  if (int !== null) return `${label(name)}${int}`;
  const float = floatAttribute(node, name, null);
  if (float !== null) return `${label(name)}${Number(float.toPrecision(3))}`;
  const text = stringAttribute(node, name, '');
  return text === '' ? '' : `${label(name)}${text.slice(0, 24)}`;
}

function label(name: string): string {
  return name === 'kernel_shape' ? 'kernel ' : `${name} `;
}
