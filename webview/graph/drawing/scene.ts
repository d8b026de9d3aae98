import type { Arrangement } from '../arrange/arrangement';
import { CATEGORY_NAMES, categoryOf } from '../categories';
import { type Hierarchy, ITEM, NONE } from '../hierarchy/hierarchy';
import type { Drawing } from '../layout/drawing';
import { FOLD_BUTTON, HEADER_HEIGHT, isGroup, PADDING, TITLE_LINE } from './boxSizes';
import type { Box } from './camera';
import type { GlyphWidths } from './glyphWidths';
import { ItemTexts } from './itemText';
import { LineLabels } from './lineLabels';
import { SpatialIndex } from './spatialIndex';
import { type Stub, stubPairs, stubsByPosition } from './stubs';

const OTHER = CATEGORY_NAMES.indexOf('other');

/** An arrangement ready to be drawn: what is where, and everything that drawing would else look up in each frame. */
export class Scene {
  readonly hierarchy: Hierarchy;
  readonly drawing: Drawing;
  readonly texts: ItemTexts;
  /** Find positions in `drawing.items`. */
  readonly boxes: SpatialIndex;
  readonly frames: SpatialIndex;
  readonly lines: SpatialIndex;
  /** Index into `CATEGORY_NAMES` by position. */
  readonly family: Uint8Array;
  /** Bytes of the weights of the heaviest node. */
  readonly heaviest: number;
  #labels: LineLabels | null = null;
  #branches: Uint8Array | null = null;
  #stubs: ReadonlyMap<number, readonly Stub[]> | null = null;
  #stubPairs: readonly (readonly [from: number, to: number])[] | null = null;

  constructor(
    readonly arrangement: Arrangement,
    readonly glyphs: GlyphWidths,
  ) {
    const { hierarchy, drawing } = arrangement;
    this.hierarchy = hierarchy;
    this.drawing = drawing;
    this.texts = new ItemTexts(hierarchy);
    this.boxes = indexOfItems(drawing, 0);
    this.frames = indexOfItems(drawing, 1);
    this.lines = indexOfLines(drawing);
    this.family = families(hierarchy, drawing);
    this.heaviest = Math.max(
      1,
      ...hierarchy.instances.map(({ page }) => page.weightBytes.reduce((a, b) => Math.max(a, b), 0)),
    );
  }

  /** By line how many others go on from its end, 2 standing for more. */
  get branches(): Uint8Array {
    if (this.#branches !== null) return this.#branches;
    const { before } = this.drawing;
    const branches = new Uint8Array(before.length);
    for (const line of before) if (line !== NONE) branches[line] = Math.min(2, (branches[line] ?? 0) + 1);
    this.#branches = branches;
    return branches;
  }

  /** Made when lines are first seen from near. */
  get labels(): LineLabels {
    this.#labels ??= new LineLabels(this.arrangement);
    return this.#labels;
  }

  /** Ends of edges that have no line, by position of the box or frame they are at. */
  get stubs(): ReadonlyMap<number, readonly Stub[]> {
    this.#stubs ??= stubsByPosition(this.stubPairs);
    return this.#stubs;
  }

  /** Positions between which there are edges that have no line. */
  get stubPairs(): readonly (readonly [from: number, to: number])[] {
    this.#stubPairs ??= stubPairs(this.hierarchy, this.drawing, item => this.positionOf(item));
    return this.#stubPairs;
  }

  item(position: number): number {
    return this.drawing.items[position] ?? 0;
  }

  box(position: number): Box {
    const left = this.drawing.left[position] ?? 0;
    const top = this.drawing.top[position] ?? 0;
    return {
      left,
      top,
      right: left + (this.drawing.width[position] ?? 0),
      bottom: top + (this.drawing.height[position] ?? 0),
    };
  }

  isFrame(position: number): boolean {
    return this.drawing.frame[position] === 1;
  }

  isGroup(position: number): boolean {
    return isGroup(this.hierarchy, this.item(position));
  }

  weightBytes(item: number): number {
    const { kind, instances, instance, vertex } = this.hierarchy;
    if (kind[item] !== ITEM.node && kind[item] !== ITEM.holder) return 0;
    return instances[instance[item] ?? 0]?.page.weightBytes[vertex[item] ?? 0] ?? 0;
  }

  /** Position of what stands for an item: itself, the consumer it is a part of, or the folded group that hides it. */
  positionOf(item: number): number | null {
    const { parent, attachedTo } = this.hierarchy;
    let at = item;
    for (let steps = 0; at !== NONE && steps <= this.hierarchy.items; steps++) {
      const position = this.drawing.positionOf[at] ?? NONE;
      if (position !== NONE) return position;
      const consumer = attachedTo[at] ?? NONE;
      at = consumer === NONE ? (parent[at] ?? NONE) : consumer;
    }
    return null;
  }

  /** The innermost box or frame at a point. */
  positionAt(x: number, y: number): number | null {
    const point: Box = { left: x, right: x, top: y, bottom: y };
    const [box] = this.boxes.find(point);
    if (box !== undefined) return box;
    const frames = this.frames.find(point);
    return frames.length === 0 ? null : Math.max(...frames);
  }

  /** Where a group is folded and unfolded, in drawing units; `null` for what is no group. */
  foldButton(position: number): Box | null {
    if (!this.isGroup(position)) return null;
    const { left, top } = this.box(position);
    const row = this.isFrame(position) ? HEADER_HEIGHT : TITLE_LINE;
    const x = left + PADDING / 2;
    const y = top + (row - FOLD_BUTTON) / 2;
    return { left: x, top: y, right: x + FOLD_BUTTON, bottom: y + FOLD_BUTTON };
  }
}

function indexOfItems({ items, left, top, width, height, frame }: Drawing, wanted: 0 | 1): SpatialIndex {
  let count = 0;
  for (const kind of frame) if (kind === wanted) count++;
  const ids = new Uint32Array(count);
  const rectangles = new Float32Array(4 * count);
  let i = 0;
  for (let position = 0; position < items.length; position++) {
    if (frame[position] !== wanted) continue;
    const x = left[position] ?? 0;
    const y = top[position] ?? 0;
    ids[i] = position;
    rectangles[4 * i] = x;
    rectangles[4 * i + 1] = y;
    rectangles[4 * i + 2] = x + (width[position] ?? 0);
    rectangles[4 * i + 3] = y + (height[position] ?? 0);
    i++;
  }
  return new SpatialIndex(rectangles, ids);
}

function indexOfLines({ pointStart, points, source }: Drawing): SpatialIndex {
  const rectangles = new Float32Array(4 * source.length);
  const ids = new Uint32Array(source.length);
  for (let line = 0; line < source.length; line++) {
    ids[line] = line;
    let left = Number.POSITIVE_INFINITY;
    let top = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    let bottom = Number.NEGATIVE_INFINITY;
    for (let p = 2 * (pointStart[line] ?? 0); p < 2 * (pointStart[line + 1] ?? 0); p += 2) {
      const x = points[p] ?? 0;
      const y = points[p + 1] ?? 0;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
    rectangles[4 * line] = left;
    rectangles[4 * line + 1] = top;
    rectangles[4 * line + 2] = right;
    rectangles[4 * line + 3] = bottom;
  }
  return new SpatialIndex(rectangles, ids);
}

function families({ kind, instance, instances, vertex }: Hierarchy, { items }: Drawing): Uint8Array {
  const byOperator = instances.map(({ page }) => page.ops.map(op => CATEGORY_NAMES.indexOf(categoryOf(op))));
  const found = new Uint8Array(items.length).fill(OTHER);
  for (let position = 0; position < items.length; position++) {
    const item = items[position] ?? 0;
    if (kind[item] !== ITEM.node && kind[item] !== ITEM.holder) continue;
    const inGraph = instance[item] ?? 0;
    found[position] = byOperator[inGraph]?.[instances[inGraph]?.page.op[vertex[item] ?? 0] ?? 0] ?? OTHER;
  }
  return found;
}
