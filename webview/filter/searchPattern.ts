/** Characters that trying a pattern on one text may step over, some tenths of a second. */
const MOST_STEPS = 1e8;

/** Patterns that try more ways than this are refused, not shortened: they would see only a few characters. */
const MOST_OPEN = 4;
const MOST_CHOICES = 16;

/** All texts together, in milliseconds: the page stands still meanwhile. */
const PATIENCE = 2000;

/** What a pattern may try: characters repeated without bound one after another, and either-or decisions. */
interface Ways {
  readonly open: number;
  readonly choices: number;
}

/**
 * A regular expression of a person, tried on texts of strangers. The engine goes back over what it tried and cannot be stopped,
 * so patterns whose time grows exponentially are refused, long texts are looked at as far as the others allow, and after two
 * seconds nothing more is tried.
 */
export class SearchPattern {
  readonly #expression: RegExp;
  readonly #reach: number;
  #spent = 0;
  #isCut = false;

  /** @throws Error that says, for the person, what is wrong with the pattern */
  constructor(
    source: string,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.#expression = new RegExp(source, 'i');
    this.#reach = reachOf(waysOf(source));
  }

  test(text: string): boolean {
    if (this.#spent > PATIENCE) return false;
    const began = this.clock();
    if (text.length > this.#reach) this.#isCut = true;
    const found = this.#expression.test(text.slice(0, this.#reach));
    this.#spent += this.clock() - began;
    return found;
  }

  /** What to tell the person, `null` when everything was looked at. */
  get problem(): string | null {
    if (this.#spent > PATIENCE) return 'The pattern takes too long: not everything was looked at. Make it simpler.';
    return this.#isCut
      ? `Of long texts the first ${this.#reach} characters were looked at: the pattern is not simple.`
      : null;
  }
}

/** `n` characters can be divided among `k` repetitions and a beginning in about `n^(k+1) / (k+1)!` ways. */
function reachOf({ open, choices }: Ways): number {
  let ways = MOST_STEPS / 2 ** choices;
  for (let k = 2; k <= open + 1; k++) ways *= k;
  return Math.floor(ways ** (1 / (open + 1)));
}

const TOKEN = /\\.|\[(?:[^\]\\]|\\.)*\]|\(\?<?[=!:]|\(\?<[^>]*>|[()|]|[*+]|\?|\{(\d+)(,?)(\d*)\}|./gs;

/** @throws Error when repetitions are in one another, or there are too many */
function waysOf(source: string): Ways {
  let [open, choices] = [0, 0];
  /** For each group around the place, whether something in it can be matched in several ways. */
  const groups: boolean[] = [];
  let closed: boolean | null = null;
  let isQuantified = false;
  for (const [token, least, comma, most] of source.matchAll(TOKEN)) {
    const isCount = least !== undefined;
    const isRepeat = token === '*' || token === '+' || (isCount && !(comma === '' && Number(least) <= 1));
    const isOptional: boolean = token === '?' && !isQuantified;
    if (isRepeat && closed === true)
      throw new Error('A repetition inside a repetition can take forever: write it with one.');
    const isOpen = isRepeat && !(isCount && comma === '') && !(comma === ',' && most !== '' && Number(most) <= 1);
    if (isOpen) open++;
    if (isOptional || token === '|') choices++;
    const isVague = isOpen || isOptional || token === '|';
    if (isVague && groups.length > 0) groups[groups.length - 1] = true;
    isQuantified = isRepeat || isOptional;
    if (isQuantified || isCount) continue;
    closed = null;
    if (token.startsWith('(')) groups.push(false);
    else if (token === ')') {
      closed = groups.pop() ?? false;
      if (closed && groups.length > 0) groups[groups.length - 1] = true;
    }
  }
  if (open > MOST_OPEN)
    throw new Error(`At most ${MOST_OPEN} repetitions (*, +, {2,}) in a pattern: more can take forever.`);
  if (choices > MOST_CHOICES)
    throw new Error(`At most ${MOST_CHOICES} choices (?, |) in a pattern: more can take forever.`);
  return { open, choices };
}
