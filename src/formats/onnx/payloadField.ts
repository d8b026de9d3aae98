import type { Writer } from 'protobufjs/minimal';
import { onnx } from './generated/onnx';
import { PAYLOADS_FIELD } from './payloadFields';
import { WIRE } from './wire';

/** Where bytes lie: in the file the model was read from (source 0) or in the payload table of a rewrite. */
export interface PayloadPlace {
  readonly field: number;
  readonly source: number;
  readonly offset: number;
  readonly length: number;
}

/** Appends one entry of our `payloads` field. */
export function writePayload(out: Writer, place: PayloadPlace): void {
  onnx.Payload.encode(place, out.uint32(PAYLOADS_FIELD * 8 + WIRE.bytes).fork()).ldelim();
}
