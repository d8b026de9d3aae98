import { elementType } from './elementTypes';
import type { Attribute, AttributeValue, Node } from './model';
import type { Layer } from './queries';

/** Attributes worth a place under the operator's name, in the order they are shown. */
const SHOWN: ReadonlyMap<string, number> = new Map(
  [
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
  ].map((name, place) => [name, place]),
);

const MOST_PARTS = 3;
const MOST_CHARACTERS = 24;
const MOST_NUMBERS = 8;

/** Values that say nothing because they are what everybody expects. */
const UNREMARKABLE = /^(strides|dilations) 1(×1)*$|^group 1$/;

/** One short line under an operator: the shape of its largest weight, kernel, stride, axis. */
export function nodeCaption(node: Node, layer: Layer | undefined): string {
  const parts = node.attributes
    .filter(({ name }) => SHOWN.has(name))
    .sort((a, b) => (SHOWN.get(a.name) ?? 0) - (SHOWN.get(b.name) ?? 0))
    .map(captionPart)
    .filter(part => part !== '' && !UNREMARKABLE.test(part));
  const shape = layer === undefined ? null : largestShape(layer);
  return (shape === null ? parts : [shape, ...parts]).slice(0, MOST_PARTS).join(', ');
}

function largestShape({ weights }: Layer): string | null {
  const parameters = weights.filter(({ role }) => role === 'parameter');
  const [largest] = parameters.sort((a, b) => b.weight.elements - a.weight.elements);
  return largest === undefined ? null : largest.weight.shape.join('×') || 'scalar';
}

function captionPart({ name, value }: Attribute): string {
  if (name === 'to') return value.kind === 'int' ? (elementType(Number(value.value)) ?? '') : '';
  const text = captionText(name, value);
  return text === '' ? '' : `${name === 'kernel_shape' ? 'kernel' : name} ${text}`;
}

function captionText(name: string, value: AttributeValue): string {
  switch (value.kind) {
    case 'int':
      return String(value.value);
    case 'float':
      return String(Number(value.value.toPrecision(3)));
    case 'string':
      return new TextDecoder().decode(value.value.subarray(0, MOST_CHARACTERS));
    case 'ints': {
      const shown = value.value.slice(0, MOST_NUMBERS).join(name === 'axes' || name === 'perm' ? ',' : '×');
      return value.value.length > MOST_NUMBERS ? `${shown}…` : shown;
    }
    default:
      return '';
  }
}
