import { internal } from '../../shared/errors';
import { MAX_SMALL_PAYLOAD, MAX_SMALL_TEXT } from '../limits';
import { FIELDS, type WireField } from './generated/fields';
import { ATTRIBUTE_TEXT, PAYLOADS_FIELD, TENSOR_FIELD } from './payloadFields';

/** What the scanner and the writer need to know of a field. */
export interface FieldSchema {
  readonly name: string;
  readonly repeated: boolean;
  /** The submessage; `null` for numbers, strings and bytes. */
  readonly message: MessageSchema | null;
  /** Longer values of kind `bytes` stay in the file. */
  readonly inlineLimit: number;
  /** Fewest bytes of a number in a packed list; 0 for strings, bytes and messages. */
  readonly numberBytes: number;
}

export interface MessageSchema {
  /** Name within the `onnx` package: `TypeProto.Tensor`. */
  readonly name: string;
  /** By field number, without our own: a dense array, because it is looked up for every field of a file. */
  readonly fields: readonly (FieldSchema | undefined)[];
  /** Whether it has our own `payloads` field. */
  readonly hasPayloads: boolean;
  /** Whether payloads can be in it or anywhere below. */
  readonly carriesPayloads: boolean;
}

type MutableMessage = { -readonly [K in keyof MessageSchema]: MessageSchema[K] } & {
  fields: (FieldSchema | undefined)[];
};

/** The largest value of a field that does not stay in the file. */
const INLINE_LIMITS: ReadonlyMap<string, ReadonlyMap<number, number>> = new Map([
  [
    'TensorProto',
    new Map([
      [TENSOR_FIELD.float, MAX_SMALL_PAYLOAD],
      [TENSOR_FIELD.int32, MAX_SMALL_PAYLOAD],
      [TENSOR_FIELD.int64, MAX_SMALL_PAYLOAD],
      [TENSOR_FIELD.raw, MAX_SMALL_PAYLOAD],
      [TENSOR_FIELD.double, MAX_SMALL_PAYLOAD],
      [TENSOR_FIELD.uint64, MAX_SMALL_PAYLOAD],
    ]),
  ],
  ['AttributeProto', new Map([[ATTRIBUTE_TEXT, MAX_SMALL_TEXT]])],
]);

const NUMBER_BYTES = new Map([
  ['string', 0],
  ['bytes', 0],
  ['float', 4],
  ['double', 8],
]);

const MESSAGES = buildMessages();

/** The root of every ONNX file. */
export const MODEL = messageSchema('ModelProto');

export function messageSchema(name: string): MessageSchema {
  const found = MESSAGES.get(name);
  if (found === undefined) throw internal(`The schema has no message ${name}.`);
  return found;
}

function buildMessages(): ReadonlyMap<string, MessageSchema> {
  const messages = new Map<string, MutableMessage>();
  for (const [name, fields] of Object.entries(FIELDS)) {
    const hasPayloads = Object.hasOwn(fields, PAYLOADS_FIELD);
    messages.set(name, { name, fields: [], hasPayloads, carriesPayloads: hasPayloads });
  }
  for (const message of messages.values()) {
    const numbered = Object.entries(FIELDS[message.name] ?? {}).map(
      ([number, field]) => [Number(number), field] as const,
    );
    const own = numbered.filter(([number]) => number !== PAYLOADS_FIELD);
    const last = Math.max(0, ...own.map(([number]) => number));
    message.fields = Array.from({ length: last + 1 }, () => undefined);
    for (const [number, field] of own) message.fields[number] = fieldSchema(message.name, number, field, messages);
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (const message of messages.values()) {
      if (message.carriesPayloads || !message.fields.some(field => field?.message?.carriesPayloads)) continue;
      message.carriesPayloads = true;
      changed = true;
    }
  }
  return messages;
}

function fieldSchema(
  message: string,
  number: number,
  field: WireField,
  messages: ReadonlyMap<string, MessageSchema>,
): FieldSchema {
  return {
    name: field.name,
    repeated: field.repeated,
    message: field.message ? (messages.get(field.type) ?? null) : null,
    inlineLimit: INLINE_LIMITS.get(message)?.get(number) ?? Number.POSITIVE_INFINITY,
    numberBytes: field.message ? 0 : (NUMBER_BYTES.get(field.type) ?? 1),
  };
}
