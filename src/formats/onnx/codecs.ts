import { Reader } from 'protobufjs/minimal';
import { internal } from '../../shared/errors';
import { onnx } from './generated/onnx';
import type { Message } from './mergeMessage';

interface Codec {
  create(): Message;
  decode(reader: Reader): Message;
}

function isCodec(value: unknown): value is Codec {
  return typeof value === 'function' && 'create' in value && 'decode' in value;
}

function codecOf(type: string): Codec {
  const found = type.split('.').reduce((scope: object, name) => Reflect.get(scope, name), onnx);
  if (!isCodec(found)) throw internal(`No generated code for the message ${type}.`);
  return found;
}

export function createMessage(type: string): Message {
  return codecOf(type).create();
}

/** Decodes a whole message and keeps what this version of the schema does not know. */
export function decodeMessage(type: string, bytes: Uint8Array): Message {
  const reader = Reader.create(bytes);
  reader.discardUnknown = false;
  return codecOf(type).decode(reader);
}
