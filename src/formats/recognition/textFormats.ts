import { hasText, type OtherFormat } from './otherFormat';

const OPEN_AS_TEXT = 'Open it in the text editor; to see a model, open its .onnx file.';

/** Control characters that texts have: tab, line ends, page break, terminal colours. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([9, 10, 12, 13, 27]);

/** Files of readable text. */
export const TEXT_FORMATS: readonly OtherFormat[] = [
  {
    code: 'gitLfs',
    what: 'a Git LFS pointer, which stands for the model but is not it',
    next: 'Run "git lfs pull" to get the file itself.',
    match: head => hasText(head, 0, 'version https://git-lfs'),
  },
  {
    code: 'html',
    what: 'a web page, probably saved in place of a download',
    next: 'Download the model file itself.',
    match: head => isText(head) && /^\s*<(?:!doctype html|html)/i.test(decode(head)),
  },
  {
    code: 'openvino',
    what: 'an OpenVINO model description',
    next: 'Open the ONNX model that it was made from.',
    match: head => isText(head) && /^\s*(?:<\?xml[^>]*>\s*)?<net\s/.test(decode(head)),
  },
  {
    code: 'json',
    what: 'a JSON file',
    next: OPEN_AS_TEXT,
    match: head => isText(head) && /^\s*[{[]\s*["{[\]}\d]/.test(decode(head)),
  },
  { code: 'text', what: 'a text file', next: OPEN_AS_TEXT, match: isText },
];

function isText(head: Uint8Array): boolean {
  if (head.some(byte => byte < 32 && !TEXT_CONTROLS.has(byte))) return false;
  try {
    // Streaming tolerates a character cut off at the end of the head.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function decode(head: Uint8Array): string {
  return new TextDecoder().decode(head);
}
