import { errorInfo } from '../../src/shared/errors';
import type { PictureTile } from '../../src/shared/protocol/weights';
import type { Level, NeededTiles } from './pictureCamera';
import type { WeightSource } from './weightSource';

/** Tiles that are kept: a megabyte each at most. */
const MOST_KEPT = 96;

export interface HeldTile extends Level {
  readonly tileRow: number;
  readonly tileColumn: number;
  readonly tile: PictureTile;
}

/** Tiles of one picture: asks for those in view, ends what went out of view, keeps the last ones. */
export class TileStore {
  readonly #held = new Map<string, HeldTile>();
  readonly #asked = new Set<string>();

  constructor(
    private readonly source: WeightSource,
    private readonly onTile: () => void,
    private readonly onFailure: (thrown: unknown) => void,
  ) {}

  /** Tiles in view that are there. Asks for the others. */
  show(needed: NeededTiles): readonly HeldTile[] {
    const keys = needed.tiles.map(tile => keyOf(needed, tile.tileRow, tile.tileColumn));
    const wanted = new Set(keys);
    if ([...this.#asked].some(key => !wanted.has(key))) {
      this.source.forgetTiles();
      this.#asked.clear();
    }
    const shown: HeldTile[] = [];
    for (const [i, { tileRow, tileColumn }] of needed.tiles.entries()) {
      const key = keys[i] ?? '';
      const held = this.#held.get(key);
      if (held === undefined) this.#ask(key, needed, tileRow, tileColumn);
      else {
        this.#held.delete(key);
        this.#held.set(key, held);
        shown.push(held);
      }
    }
    return shown;
  }

  get isWaiting(): boolean {
    return this.#asked.size > 0;
  }

  /** Everything that is kept, coarse tiles first: what is drawn below tiles that are still to come. */
  get all(): readonly HeldTile[] {
    return [...this.#held.values()].sort((a, b) => b.rowLevel + b.columnLevel - (a.rowLevel + a.columnLevel));
  }

  clear(): void {
    this.#held.clear();
    this.#asked.clear();
    this.source.forgetTiles();
  }

  #ask(key: string, level: Level, tileRow: number, tileColumn: number): void {
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    const { rowLevel, columnLevel } = level;
    this.source.tile({ rowLevel, columnLevel }, tileRow, tileColumn).then(
      tile => {
        if (!this.#asked.delete(key)) return;
        this.#held.set(key, { rowLevel, columnLevel, tileRow, tileColumn, tile });
        for (const old of this.#held.keys()) {
          if (this.#held.size <= MOST_KEPT) break;
          this.#held.delete(old);
        }
        this.onTile();
      },
      (thrown: unknown) => {
        if (this.#asked.delete(key) && errorInfo(thrown).kind !== 'cancelled') this.onFailure(thrown);
      },
    );
  }
}

function keyOf({ rowLevel, columnLevel }: Level, tileRow: number, tileColumn: number): string {
  return `${rowLevel} ${columnLevel} ${tileRow} ${tileColumn}`;
}
