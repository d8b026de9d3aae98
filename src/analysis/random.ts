/** Gives numbers in [0, 1), the same ones for the same seed on every machine (Marsaglia xorshift32). */
export function seededRandom(seed: number): () => number {
  // xorshift never leaves zero; nearby seeds are spread by the golden-ratio multiplier first.
  let state = Math.imul(seed | 0, 0x9e3779b9) ^ 0x6d2b79f5;
  if (state === 0) state = 0x6d2b79f5;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 8; i++) next();
  return next;
}

/** Puts the items in a random order, in place (Fisher-Yates). */
export function shuffle<T>(items: T[], random: () => number): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
  return items;
}
