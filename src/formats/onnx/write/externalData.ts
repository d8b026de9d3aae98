import { ALIGNMENT_OF_LARGE, ALIGNMENT_OF_SMALL, LARGE_EXTERNAL_BYTES } from '../../limits';
import { onnx } from '../generated/onnx';
import type { LazyBytes } from './section';

/** The weights file beside a model, laid out before it is written. */
export class ExternalData {
  readonly parts: { readonly offset: number; readonly bytes: LazyBytes }[] = [];
  length = 0;

  /** `location` is what the model calls the file: its final name, relative to the model. */
  constructor(private readonly location: string) {}

  /** Places the values of a tensor and makes the tensor refer to them. */
  take(tensor: onnx.TensorProto, bytes: LazyBytes): void {
    const alignment = bytes.length >= LARGE_EXTERNAL_BYTES ? ALIGNMENT_OF_LARGE : ALIGNMENT_OF_SMALL;
    const offset = Math.ceil(this.length / alignment) * alignment;
    this.parts.push({ offset, bytes });
    this.length = offset + bytes.length;
    tensor.dataLocation = onnx.TensorProto.DataLocation.EXTERNAL;
    tensor.externalData = [
      { key: 'location', value: this.location },
      { key: 'offset', value: String(offset) },
      { key: 'length', value: String(bytes.length) },
    ];
  }
}
