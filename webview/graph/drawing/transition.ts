import { NONE } from '../hierarchy/hierarchy';
import { drawBlock } from './drawBlocks';
import { drawBox } from './drawBoxes';
import { drawFrame } from './drawFrames';
import { drawLineBatch } from './drawLines';
import type { Pen } from './pen';
import { NEAR, type Picture, type Rectangle, rectangleOf, seenBox } from './picture';
import type { Scene } from './scene';

/** More boxes than this are not moved one by one: nobody could follow them, and frames would be late. */
const MOST = 600;
const MOST_LINES = 1500;

interface Move {
  /** In which picture the box is drawn. */
  readonly isNew: boolean;
  readonly position: number;
  readonly from: Rectangle;
  readonly to: Rectangle;
  /** -1 goes, 0 stays, 1 comes. */
  readonly change: -1 | 0 | 1;
}

/** Two arrangements of one graph: what both show moves, what was hidden comes out of the group that hid it. */
export class Transition {
  readonly #moves: readonly Move[];
  readonly #lines: readonly number[];

  private constructor(
    private readonly before: Picture,
    private readonly after: Picture,
    moves: readonly Move[],
    lines: readonly number[],
  ) {
    this.#moves = moves;
    this.#lines = lines;
  }

  /** Between two pictures of the same scale and size; `null` when too much would move, or nothing. */
  static between(before: Picture, after: Picture): Transition | null {
    const old = positionsIn(before);
    const now = positionsIn(after);
    if (old.length + now.length > 2 * MOST) return null;
    const moves = new Map<number, Move>();
    for (const position of now) {
      const item = after.scene.item(position);
      const was = before.scene.drawing.positionOf[item] ?? NONE;
      const from = was === NONE ? placeOf(before, before.scene, item) : rectangleOf(before, was);
      const to = rectangleOf(after, position);
      moves.set(item, { isNew: true, position, from: from ?? to, to, change: was === NONE ? 1 : 0 });
    }
    for (const position of old) {
      const item = before.scene.item(position);
      if (moves.has(item)) continue;
      const is = after.scene.drawing.positionOf[item] ?? NONE;
      const from = rectangleOf(before, position);
      const to = is === NONE ? placeOf(after, after.scene, item) : rectangleOf(after, is);
      moves.set(item, { isNew: false, position, from, to: to ?? from, change: is === NONE ? -1 : 0 });
    }
    if (moves.size > MOST || moves.size === 0) return null;
    const lines = after.scene.lines.find(seenBox(after, 16), after.scale < NEAR ? 5 / after.scale : 0);
    return new Transition(before, after, [...moves.values()], lines.length > MOST_LINES ? [] : lines);
  }

  /** `t` from 0 to 1. */
  draw(pen: Pen, t: number): void {
    const { palette, width, height } = this.after;
    pen.direction = 'ltr';
    pen.lineJoin = 'round';
    pen.globalAlpha = 1;
    pen.fillStyle = palette.background;
    pen.fillRect(0, 0, width, height);
    for (const move of this.#moves) if (this.#isFrame(move)) this.#draw(pen, move, t);
    pen.globalAlpha = Math.max(0, 2 * t - 1) * 0.9;
    drawLineBatch(pen, this.after, this.#lines, palette.edge, Math.max(1, 1.3 * this.after.scale));
    for (const move of this.#moves) if (!this.#isFrame(move)) this.#draw(pen, move, t);
    pen.globalAlpha = 1;
  }

  #isFrame({ isNew, position }: Move): boolean {
    return (isNew ? this.after : this.before).scene.isFrame(position);
  }

  #draw(pen: Pen, { isNew, position, from, to, change }: Move, t: number): void {
    const strength = change === 0 ? 1 : change === 1 ? t : 1 - t;
    if (strength <= 0) return;
    const picture = { ...(isNew ? this.after : this.before), strength };
    const place = {
      x: from.x + (to.x - from.x) * t,
      y: from.y + (to.y - from.y) * t,
      width: from.width + (to.width - from.width) * t,
      height: from.height + (to.height - from.height) * t,
    };
    if (picture.scene.isFrame(position)) drawFrame(pen, picture, position, place);
    else if (picture.scale >= NEAR) drawBox(pen, picture, position, place);
    else drawBlock(pen, picture, position, place);
  }
}

function positionsIn(picture: Picture): number[] {
  const box = seenBox(picture, 8);
  return [...picture.scene.frames.find(box).sort((a, b) => a - b), ...picture.scene.boxes.find(box)];
}

/** Where the box or frame is that stands for an item. */
function placeOf(picture: Picture, scene: Scene, item: number): Rectangle | null {
  const position = item < scene.hierarchy.items ? scene.positionOf(item) : null;
  return position === null ? null : rectangleOf(picture, position);
}
