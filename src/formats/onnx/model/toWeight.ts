import { type DType, packedBytes } from '../../../model/dtype';
import type { Payload, Weight } from '../../../model/model';
import { formatInteger } from '../../../shared/units';
import { MAX_RANK } from '../../limits';
import {
  ambiguousValues,
  badExternalEntry,
  negativeDimension,
  noExternalLocation,
  tooManyDimensions,
  tooManyElements,
} from '../errors';
import { onnx } from '../generated/onnx';
import { bigintOf, type Int64, safeInteger } from '../integers';
import { TENSOR_FIELD } from '../payloadFields';
import { inlineValues } from './inlineValues';
import type { Notes } from './notes';
import { elementType } from './toType';
import { fieldNumberOf, typedFieldOf, unitBytes } from './typedValues';

type TensorProto = onnx.TensorProto.$Properties;

/**
 * A tensor of the file as a weight whose values are still where they are. `owner` names it in messages when it has no name.
 * @throws LatheError when its shape or type cannot be represented; a wrong amount of data is only noted.
 */
export function toWeight(tensor: TensorProto, owner: string, notes: Notes): Weight {
  const name = tensor.name ?? '';
  const place = name === '' ? owner : `tensor "${name}"`;
  const dtype = elementType(tensor.dataType, place);
  const shape = toSizes(tensor.dims ?? [], place);
  const elements = product(shape, tensor.dims ?? [], place);
  const bytes = packedBytes(dtype, elements);
  const payload = toPayload(tensor, dtype, place);
  noteWrongAmount(payload, { dtype, elements, bytes, place }, notes);
  return {
    name,
    dtype,
    shape,
    elements,
    bytes: payload.kind === 'strings' ? payload.values.reduce((sum, value) => sum + value.length, 0) : bytes,
    payload,
    sparse: null,
    doc: tensor.docString ?? '',
  };
}

/** A sparse tensor: the weight has the dense shape and the payload of the stored values. */
export function toSparseWeight(tensor: onnx.SparseTensorProto.$Properties, owner: string, notes: Notes): Weight {
  const values = toWeight(tensor.values ?? {}, owner, notes);
  const indices = toWeight(tensor.indices ?? {}, `indices of ${owner}`, notes);
  const place = values.name === '' ? owner : `tensor "${values.name}"`;
  const shape = toSizes(tensor.dims ?? [], place);
  return {
    ...values,
    shape,
    elements: product(shape, tensor.dims ?? [], place),
    bytes: values.bytes + indices.bytes,
    sparse: { stored: values.elements, indices },
  };
}

function toSizes(dims: readonly Int64[], place: string): number[] {
  if (dims.length > MAX_RANK) throw tooManyDimensions(place, dims.length, MAX_RANK);
  const sizes = dims.map(dim => safeInteger(dim, 'A dimension', place));
  if (sizes.some(size => size < 0)) throw negativeDimension(place, printed(dims));
  return sizes;
}

function product(shape: readonly number[], dims: readonly Int64[], place: string): number {
  if (shape.includes(0)) return 0;
  const elements = shape.reduce((total, size) => total * size, 1);
  if (!Number.isSafeInteger(elements * 16)) throw tooManyElements(place, printed(dims));
  return elements;
}

function printed(dims: readonly Int64[]): string[] {
  return dims.map(dim => String(bigintOf(dim)));
}

function toPayload(tensor: TensorProto, dtype: DType, place: string): Payload {
  if (tensor.dataLocation === onnx.TensorProto.DataLocation.EXTERNAL) return externalPayload(tensor, place);
  const raw = (tensor.payloads ?? []).filter(entry => entry.field === TENSOR_FIELD.raw);
  const [entry] = raw;
  if (raw.length > 1 || (entry !== undefined && tensor.rawData?.length)) throw ambiguousValues(place);
  if (entry !== undefined) return { kind: 'range', ...placeOf(entry) };
  if (tensor.rawData?.length) return { kind: 'inline', bytes: tensor.rawData };
  return typedPayload(tensor, dtype, place);
}

function typedPayload(tensor: TensorProto, dtype: DType, place: string): Payload {
  const field = typedFieldOf(dtype);
  if (field === 'string') {
    return tensor.stringData?.length ? { kind: 'strings', values: tensor.stringData } : { kind: 'empty' };
  }
  const ranges = (tensor.payloads ?? []).filter(entry => entry.field === fieldNumberOf(field)).map(placeOf);
  const inline = inlineValues(tensor, dtype, field);
  if (ranges.length > 0 && inline.length > 0) throw ambiguousValues(place);
  if (ranges.length > 0) return { kind: 'typed', field, ranges };
  return inline.length > 0 ? { kind: 'inline', bytes: inline } : { kind: 'empty' };
}

function placeOf(entry: onnx.Payload.$Properties): { offset: number; length: number } {
  const place = 'payload';
  return {
    offset: safeInteger(entry.offset, 'An offset', place),
    length: safeInteger(entry.length, 'A length', place),
  };
}

function externalPayload(tensor: TensorProto, place: string): Payload {
  const entries = new Map((tensor.externalData ?? []).map(entry => [entry.key ?? '', entry.value ?? '']));
  const location = entries.get('location');
  if (location === undefined || location === '') throw noExternalLocation(place);
  const count = (key: string): number | null => {
    const value = entries.get(key);
    if (value === undefined) return null;
    const number = Number(value);
    if (!/^\d{1,16}$/.test(value) || !Number.isSafeInteger(number)) throw badExternalEntry(place, key, value);
    return number;
  };
  return { kind: 'external', location, offset: count('offset') ?? 0, length: count('length') };
}

interface Expected {
  readonly dtype: DType;
  readonly elements: number;
  readonly bytes: number;
  readonly place: string;
}

function noteWrongAmount(payload: Payload, expected: Expected, notes: Notes): void {
  const { dtype, elements, bytes, place } = expected;
  if (payload.kind === 'empty') {
    if (elements > 0) notes.add('Tensors without values', `The ${place} has no values in this file.`);
    return;
  }
  const stored = storedBytes(payload, dtype);
  const wanted = payload.kind === 'strings' ? elements : bytes;
  if (stored === null || stored === wanted) return;
  const unit = payload.kind === 'strings' ? 'strings' : 'bytes';
  const shape = `${dtype} with ${formatInteger(elements)} elements`;
  notes.add(
    'Tensors with a wrong amount of data',
    `The ${place} stores ${formatInteger(stored)} ${unit}; ${shape} takes ${formatInteger(wanted)}.`,
  );
}

/** Bytes (for strings: elements) that are stored; `null` when that cannot be told without reading. */
function storedBytes(payload: Payload, dtype: DType): number | null {
  switch (payload.kind) {
    case 'range':
    case 'external':
      return payload.length;
    case 'inline':
      return payload.bytes.length;
    case 'strings':
      return payload.values.length;
    case 'typed': {
      const fixed = payload.field === 'float' || payload.field === 'double';
      const stored = payload.ranges.reduce((sum, range) => sum + range.length, 0);
      return fixed && stored % unitBytes(dtype, payload.field) === 0 ? stored : null;
    }
    case 'empty':
      return 0;
  }
}
