/** Characters of a name that are looked at; boxes have room for far fewer. */
const MOST = 160;

// What moves, hides or reorders the text around it: controls, line ends, marks and overrides of direction, tags.
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]/gu;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * Text from a file as one line that can be drawn: cut before anything looks at all of it, without controls, right-to-left parts
 * isolated so that they turn nothing around them.
 */
export function cleanText(text: string): string {
  const beginning = text.length > MOST ? `${text.slice(0, MOST)}…` : text;
  if (PLAIN.test(beginning)) return beginning;
  const visible = beginning.replace(LONE_SURROGATE, '\ufffd').replace(UNSEEN, ' ');
  return RIGHT_TO_LEFT.test(visible) ? `\u2068${visible}\u2069` : visible;
}
