import type { ByteSource } from '../byteSource';
import { hasBytes, hasText, type OtherFormat } from './otherFormat';

const EXPORT_TORCH = 'Load it in PyTorch, call torch.onnx.export, and open the .onnx file that it writes.';
const CONVERT_TFLITE = 'Convert it with tf2onnx (python -m tf2onnx.convert --tflite) and open the .onnx file.';
const CONVERT_KERAS = 'Convert it with tf2onnx, or model.export(format="onnx") in Keras 3, and open the .onnx file.';
const NO_GRAPH = 'It holds weights without a graph; export the model itself to ONNX and open that.';

const HDF5_SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const LEGACY_TORCH = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

/** The end of an archive, where the list of its members is; its beginning names the first one. */
const ARCHIVE_TAIL = 64 * 1024;

/** Files with a signature, the most specific first. */
export const BINARY_FORMATS: readonly OtherFormat[] = [
  {
    code: 'keras',
    what: 'an HDF5 file, the format of Keras models before version 3',
    next: CONVERT_KERAS,
    match: head => hasBytes(head, 0, HDF5_SIGNATURE) || hasBytes(head, 512, HDF5_SIGNATURE),
  },
  {
    code: 'tflite',
    what: 'a TensorFlow Lite model',
    next: CONVERT_TFLITE,
    match: head => hasText(head, 4, 'TFL3'),
  },
  {
    code: 'ort',
    what: "a model in the runtime's own ORT format",
    next: 'Open the .onnx file that it was made from.',
    match: head => hasText(head, 4, 'ORTM'),
  },
  {
    code: 'executorch',
    what: 'an ExecuTorch program',
    next: EXPORT_TORCH,
    match: head => hasText(head, 4, 'ET12'),
  },
  {
    code: 'gguf',
    what: 'a GGUF file of a language model',
    next: NO_GRAPH,
    match: head => hasText(head, 0, 'GGUF'),
  },
  {
    code: 'npy',
    what: 'a NumPy array',
    next: 'Use it as data for a model: put arrays named after the inputs into NAME.samples.npz beside it.',
    match: head => hasBytes(head, 0, [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]),
  },
  {
    code: 'pytorchLegacy',
    what: 'a PyTorch file from before version 1.6 (a pickle)',
    next: EXPORT_TORCH,
    match: head => hasBytes(head, 0, LEGACY_TORCH),
  },
  {
    code: 'pickle',
    what: 'a Python pickle',
    next: 'Load it only if you trust its author, export the model to ONNX, and open the .onnx file.',
    match: head => hasBytes(head, 0, [0x80]) && (head[1] ?? 0) >= 2 && (head[1] ?? 0) <= 5,
  },
  {
    code: 'pytorch',
    what: 'a PyTorch file (a zip archive of a pickle and its tensors)',
    next: EXPORT_TORCH,
    match: (head, source) => isArchiveWith(head, source, /data\.pkl|constants\.pkl/),
  },
  {
    code: 'keras',
    what: 'a Keras 3 model',
    next: CONVERT_KERAS,
    match: (head, source) => isArchiveWith(head, source, /model\.weights\.h5/),
  },
  {
    code: 'npz',
    what: 'an archive of NumPy arrays',
    next: 'Use it as data: name it NAME.samples.npz and put it beside the model.',
    match: (head, source) => isArchiveWith(head, source, /\.npy/),
  },
  {
    code: 'zip',
    what: 'a zip archive',
    next: 'Unpack it and open the model inside.',
    match: (head, source) => isArchiveWith(head, source, /(?:)/),
  },
  {
    code: 'gzip',
    what: 'a gzip-compressed file',
    next: 'Unpack it and open the model inside.',
    match: head => hasBytes(head, 0, [0x1f, 0x8b]),
  },
  {
    code: 'tar',
    what: 'a tar archive',
    next: 'Unpack it and open the model inside.',
    match: head => hasText(head, 257, 'ustar'),
  },
  {
    code: 'safetensors',
    what: 'a safetensors file',
    next: NO_GRAPH,
    match: isSafetensors,
  },
];

async function isArchiveWith(head: Uint8Array, source: ByteSource, member: RegExp): Promise<boolean> {
  if (!hasBytes(head, 0, [0x50, 0x4b, 0x03, 0x04])) return false;
  const size = Math.min(ARCHIVE_TAIL, source.size);
  const tail = await source.read(source.size - size, size);
  return member.test(Buffer.from(head).toString('latin1')) || member.test(Buffer.from(tail).toString('latin1'));
}

/** A header length that fits the file, followed by JSON. */
function isSafetensors(head: Uint8Array, source: ByteSource): boolean {
  if (head.length < 9 || head[8] !== 0x7b) return false;
  const length = new DataView(head.buffer, head.byteOffset, head.byteLength).getBigUint64(0, true);
  return length > 1n && length <= BigInt(source.size - 8);
}
