/**
 * Texts as one buffer. A message between the extension host and a page is JSON except for its buffers, and tens of
 * thousands of strings in it hold the host for as long as they take to be escaped.
 */
export interface PackedTexts {
  readonly utf8: Uint8Array;
  /** End of each text in the decoded whole, in UTF-16 code units. */
  readonly ends: Uint32Array;
}

/** Small things done in one step of well under a millisecond. */
export const ITEMS_PER_STEP = 1024;

/** Code units encoded at a time: a step of about a millisecond. */
const PIECE_UNITS = 1 << 18;

/** Packs texts in steps. What is no Unicode (half a surrogate pair) becomes U+FFFD, which is one code unit as well. */
export function* packTexts(texts: readonly string[]): Generator<void, PackedTexts, void> {
  const encoder = new TextEncoder();
  const ends = new Uint32Array(texts.length);
  const pieces: Uint8Array[] = [];
  let waiting: string[] = [];
  let waitingUnits = 0;
  let end = 0;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i] ?? '';
    end += text.length;
    ends[i] = end;
    waiting.push(text);
    waitingUnits += text.length;
    if (i % ITEMS_PER_STEP === 0) yield;
    if (waitingUnits < PIECE_UNITS) continue;
    pieces.push(encoder.encode(waiting.join('')));
    waiting = [];
    waitingUnits = 0;
    yield;
  }
  pieces.push(encoder.encode(waiting.join('')));
  const utf8 = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    utf8.set(piece, at);
    at += piece.length;
  }
  return { utf8, ends };
}

export function unpackTexts({ utf8, ends }: PackedTexts): readonly string[] {
  const all = new TextDecoder('utf-8', { ignoreBOM: true }).decode(utf8);
  let start = 0;
  return Array.from(ends, end => {
    const text = all.slice(start, end);
    start = end;
    return text;
  });
}
