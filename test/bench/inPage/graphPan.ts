import { type PackedGraphPage, unpackGraphPage } from '../../../src/shared/packing/packedGraphPage';
import type { Arrangement } from '../../../webview/graph/arrange/arrangement';
import { Arranger } from '../../../webview/graph/arrange/arranger';
import { startGraphWorker } from '../../../webview/graph/arrange/startGraphWorker';
import { themeGlyphs } from '../../../webview/graph/arrange/themeGlyphs';
import { GraphCanvas } from '../../../webview/graph/drawing/graphCanvas';
import { gridArrangement, LAYER } from '../../fixtures/drawn/gridArrangement';
import type { PanTimes } from '../panTimes';

interface Shown {
  readonly boxes: number;
  readonly lines: number;
}

/** Puts a grid of so many nodes, all open, on the page. */
function showGrid(nodes: number): Shown {
  const across = Math.round(Math.sqrt(nodes / LAYER));
  return show(gridArrangement(across, Math.ceil(nodes / LAYER / across)));
}

/** Lets the graph's worker arrange a graph with all groups open, and puts it on the page. Page and worker stay. */
async function showGraph({ packed, worker }: { packed: PackedGraphPage; worker: string }): Promise<Shown> {
  const script = document.createElement('script');
  script.dataset.graphWorker = URL.createObjectURL(new Blob([worker], { type: 'text/javascript' }));
  document.head.append(script);
  const page = unpackGraphPage(packed);
  const pages = { graph: async () => page, packedGraph: async () => packed };
  const arranger = new Arranger(pages, themeGlyphs(), startGraphWorker);
  const folding = { rest: 'open', opened: [], closed: [] } as const;
  const arrangement = await arranger.arrange({ root: page.id, folding, direction: 'down' });
  if (arrangement === null) throw new Error('Nothing was arranged.');
  Object.assign(window, { arranger });
  return show(arrangement);
}

function show(arrangement: Arrangement): Shown {
  const nothing = (): void => undefined;
  const canvas = new GraphCanvas({
    onSelect: nothing,
    onSelectMany: nothing,
    onToggle: nothing,
    onOpen: nothing,
    onCamera: () => frames.moved(),
    onHover: nothing,
    onKey: nothing,
    onMenu: nothing,
  });
  const stage = document.createElement('div');
  stage.className = 'graph-stage';
  stage.style.cssText = 'position: absolute; inset: 0';
  stage.append(canvas.element, canvas.minimap);
  document.body.replaceChildren(stage);
  canvas.show(arrangement);
  frames.isSharp = () => canvas.isSharp;
  Object.assign(window, { lookAt: (scale: number | null) => lookAt(canvas, scale) });
  return { boxes: arrangement.drawing.items.length, lines: arrangement.drawing.source.length };
}

/** The middle of the drawing at a scale; `null` shows everything. */
function lookAt(canvas: GraphCanvas, scale: number | null): void {
  const bounds = canvas.scene?.drawing.bounds;
  if (bounds === undefined) return;
  const view = { width: canvas.element.clientWidth, height: canvas.element.clientHeight };
  const whole = Math.min(view.width / (bounds.right - bounds.left), view.height / (bounds.bottom - bounds.top));
  canvas.setCamera({
    x: (bounds.left + bounds.right) / 2,
    y: (bounds.top + bounds.bottom) / 2,
    scale: scale ?? whole,
  });
}

/** The least a page that pans can do: an empty canvas of the same size that is cleared whenever the wheel turns. */
function showEmpty(): void {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'position: absolute; inset: 0; width: 100%; height: 100%';
  document.body.replaceChildren(canvas);
  canvas.width = canvas.clientWidth;
  canvas.height = canvas.clientHeight;
  const context = canvas.getContext('2d', { alpha: false });
  let turned = 0;
  let asked = 0;
  const draw = (): void => {
    asked = 0;
    if (context === null) return;
    context.fillStyle = turned % 2 === 0 ? '#1f1f1f' : '#202020';
    context.fillRect(0, 0, canvas.width, canvas.height);
  };
  canvas.addEventListener('wheel', event => {
    event.preventDefault();
    turned++;
    frames.moved();
    if (asked === 0) asked = requestAnimationFrame(draw);
  });
}

/** Times every frame, and keeps those in which something moved. */
class Frames {
  #work: number[] = [];
  #frame: number[] = [];
  /** Something moved since the frame that is under way began; in that frame. */
  #moved = false;
  #isMoving = false;
  /** The clock is too coarse to tell a short drawing from none. */
  #hasDrawn = false;
  #spent = 0;
  #begun = 0;
  #sharp = 0;
  #wasSharp = true;
  isSharp = (): boolean => true;

  constructor() {
    const ask = window.requestAnimationFrame.bind(window);
    // Everybody's callbacks are timed. The loop asked first, so it comes first in each frame, after the events that led to it.
    window.requestAnimationFrame = callback =>
      ask(time => {
        const start = performance.now();
        callback(time);
        this.#spent += performance.now() - start;
        this.#hasDrawn = true;
        this.#wasSharp = this.isSharp();
      });
    const tick = (): void => {
      const now = performance.now();
      if (this.#isMoving && this.#hasDrawn) {
        this.#work.push(this.#spent);
        this.#frame.push(now - this.#begun);
        if (this.#wasSharp) this.#sharp++;
      }
      this.#isMoving = this.#moved;
      this.#moved = false;
      this.#hasDrawn = false;
      this.#spent = 0;
      this.#begun = now;
      ask(tick);
    };
    ask(tick);
  }

  moved(): void {
    this.#moved = true;
  }

  take(): PanTimes {
    const taken = { work: this.#work, frame: this.#frame, sharp: this.#sharp };
    this.#sharp = 0;
    this.#work = [];
    this.#frame = [];
    return taken;
  }
}

const frames = new Frames();
Object.assign(window, { showGraph, showGrid, showEmpty, takeFrames: () => frames.take() });
