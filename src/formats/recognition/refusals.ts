import { LatheError } from '../../shared/errors';
import type { OtherFormat } from './otherFormat';

export function emptyFile(): LatheError {
  return new LatheError({
    code: 'format.empty',
    kind: 'malformed',
    message: 'The file is empty.',
    next: 'Copy or download it again.',
  });
}

export function otherFormat(format: OtherFormat): LatheError {
  return new LatheError({
    code: `format.${format.code}`,
    kind: 'unsupported',
    message: `This is ${format.what}.`,
    next: format.next,
  });
}

export function unknownFormat(): LatheError {
  return new LatheError({
    code: 'format.unknown',
    kind: 'unsupported',
    message: 'This is not a model file of a kind known here.',
    next: 'Open an ONNX model; if this should be one, download or export it again.',
  });
}
