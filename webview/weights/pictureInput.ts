/** What a person does with a picture, by pointer or by keys. */
export interface PictureInput {
  zoom(factor: number, point: { readonly x: number; readonly y: number } | null): void;
  fit(): void;
  pan(x: number, y: number): void;
  point(x: number, y: number): void;
  step(rows: number, columns: number): void;
}

const ZOOM_PER_PIXEL = 0.0022;
/** Cells that Page Up, Page Down and Shift with an arrow go at once. */
const LEAP = 16;
const FAR = 1e15;

const STEPS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['ArrowUp', [-1, 0]],
  ['ArrowDown', [1, 0]],
  ['ArrowLeft', [0, -1]],
  ['ArrowRight', [0, 1]],
  ['PageUp', [-LEAP, 0]],
  ['PageDown', [LEAP, 0]],
  ['Home', [0, -FAR]],
  ['End', [0, FAR]],
]);

/** Drag and wheel move and zoom, keys move the cursor. Returns what ends it. */
export function watchInput(canvas: HTMLElement, input: PictureInput): () => void {
  const end = new AbortController();
  const { signal } = end;
  let dragged: { x: number; y: number } | null = null;
  canvas.addEventListener(
    'pointerdown',
    event => {
      if (event.button !== 0) return;
      dragged = { x: event.clientX, y: event.clientY };
      canvas.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  canvas.addEventListener(
    'pointermove',
    event => {
      if (dragged === null) {
        input.point(event.offsetX, event.offsetY);
        return;
      }
      input.pan(dragged.x - event.clientX, dragged.y - event.clientY);
      dragged = { x: event.clientX, y: event.clientY };
    },
    { signal },
  );
  for (const type of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(
      type,
      () => {
        dragged = null;
      },
      { signal },
    );
  }
  canvas.addEventListener(
    'wheel',
    event => {
      event.preventDefault();
      input.point(event.offsetX, event.offsetY);
      if (event.shiftKey) input.pan(event.deltaY + event.deltaX, 0);
      else input.zoom(Math.exp(-event.deltaY * ZOOM_PER_PIXEL), { x: event.offsetX, y: event.offsetY });
    },
    { signal, passive: false },
  );
  canvas.addEventListener('dblclick', event => input.zoom(4, { x: event.offsetX, y: event.offsetY }), { signal });
  canvas.addEventListener(
    'keydown',
    event => {
      if (key(event, input)) event.preventDefault();
    },
    { signal },
  );
  return () => end.abort();
}

function key(event: KeyboardEvent, input: PictureInput): boolean {
  const step = STEPS.get(event.key);
  if (step !== undefined) {
    const times = event.shiftKey ? LEAP : 1;
    const [rows, columns] =
      event.ctrlKey && event.key === 'Home' ? [-FAR, -FAR] : event.ctrlKey && event.key === 'End' ? [FAR, FAR] : step;
    input.step(rows * times, columns * times);
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === '+' || event.key === '=') input.zoom(2, null);
  else if (event.key === '-') input.zoom(0.5, null);
  else if (event.key === '0') input.fit();
  else return false;
  return true;
}
