import type { DType } from './dtype';
import type { Node, Weight } from './model';

/** The tensor a `Constant` node gives, whichever of its attributes holds it; `null` for other nodes and unresolved ones. */
export function constantOf(node: Node): Weight | null {
  if (node.op !== 'Constant' || (node.domain !== '' && node.domain !== 'ai.onnx')) return null;
  const name = node.outputs[0] ?? '';
  for (const { name: attributeName, value } of node.attributes) {
    switch (attributeName) {
      case 'value':
      case 'sparse_value':
        if (value.kind === 'tensor') return value.value;
        break;
      case 'value_float':
        if (value.kind === 'float') return dense(name, 'float32', [], Float32Array.of(value.value));
        break;
      case 'value_floats':
        if (value.kind === 'floats')
          return dense(name, 'float32', [value.value.length], Float32Array.from(value.value));
        break;
      case 'value_int':
        if (value.kind === 'int') return dense(name, 'int64', [], BigInt64Array.of(value.value));
        break;
      case 'value_ints':
        if (value.kind === 'ints') return dense(name, 'int64', [value.value.length], BigInt64Array.from(value.value));
        break;
      case 'value_string':
        if (value.kind === 'string') return strings(name, [], [value.value]);
        break;
      case 'value_strings':
        if (value.kind === 'strings') return strings(name, [value.value.length], value.value);
        break;
    }
  }
  return null;
}

/** A weight whose elements are already in memory. */
function dense(name: string, dtype: DType, shape: readonly number[], data: ArrayBufferView): Weight {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const elements = shape[0] ?? 1;
  const payload = { kind: 'inline', bytes } as const;
  return { name, dtype, shape, elements, bytes: bytes.length, payload, sparse: null, doc: '' };
}

function strings(name: string, shape: readonly number[], values: readonly Uint8Array[]): Weight {
  const bytes = values.reduce((sum, value) => sum + value.length, 0);
  const payload = { kind: 'strings', values } as const;
  return { name, dtype: 'string', shape, elements: values.length, bytes, payload, sparse: null, doc: '' };
}
