interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const DIRECTIONS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['ArrowRight', [1, 0]],
  ['ArrowLeft', [-1, 0]],
  ['ArrowDown', [0, 1]],
  ['ArrowUp', [0, -1]],
]);

/** How much worse a step aside is than the same step ahead. */
const ASIDE = 2;

/** The tile that an arrow key leads to from one of them: the nearest ahead; -1 when there is none or the key is no arrow. */
export function nearestTile(tiles: readonly Box[], from: number, key: string): number {
  const direction = DIRECTIONS.get(key);
  const start = tiles[from];
  if (direction === undefined || start === undefined) return -1;
  const [right, down] = direction;
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, box] of tiles.entries()) {
    if (at === from) continue;
    const dx = box.x + box.width / 2 - start.x - start.width / 2;
    const dy = box.y + box.height / 2 - start.y - start.height / 2;
    const ahead = dx * right + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * right);
    const distance = ahead + ASIDE * aside;
    if (ahead <= 0.5 || aside > ASIDE * ahead || distance >= least) continue;
    best = at;
    least = distance;
  }
  return best;
}
