/** A decoded protobuf message, seen as its fields. */
export type Message = object & { $unknowns?: Uint8Array[] };

/**
 * Adds the fields of `part` to `target` as protobuf merges two encodings of one message: lists are joined, submessages
 * merged, everything else is replaced (https://protobuf.dev/programming-guides/encoding/#last-one-wins).
 */
export function mergeMessage(target: Message, part: Message): void {
  for (const [name, value] of Object.entries(part)) addField(target, name, value);
  for (const unknown of part.$unknowns ?? []) addUnknown(target, unknown);
}

/** Adds one occurrence of a field. */
export function addField(target: Message, name: string, value: unknown): void {
  const present: unknown = Object.hasOwn(target, name) ? Reflect.get(target, name) : undefined;
  if (Array.isArray(value)) {
    if (Array.isArray(present)) for (const item of value) present.push(item);
    else Reflect.set(target, name, value);
  } else if (isMessage(present) && isMessage(value)) {
    mergeMessage(present, value);
  } else {
    Reflect.set(target, name, value);
  }
}

function addUnknown(target: Message, bytes: Uint8Array): void {
  if (target.$unknowns === undefined) {
    Object.defineProperty(target, '$unknowns', { value: [], writable: true, enumerable: false, configurable: true });
  }
  target.$unknowns?.push(bytes);
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false;
  // A 64-bit number is an object too, but a value as a whole.
  return !('low' in value && 'high' in value);
}
