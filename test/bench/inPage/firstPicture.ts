/** Share of the drawing that is not background once boxes are on it. */
const DRAWN = 0.005;
const SMALL = { width: 340, height: 210 } as const;

/** From the next press of a pointer to the first frame whose drawing has boxes and is covered by nothing. Milliseconds. */
function awaitPicture(): void {
  const small = document.createElement('canvas');
  small.width = SMALL.width;
  small.height = SMALL.height;
  const copy = small.getContext('2d', { willReadFrequently: true });
  if (copy === null) throw new Error('No canvas to look with.');
  const picture = new Promise<number>(resolve => {
    document.addEventListener(
      'pointerdown',
      press => {
        const look = (): void => {
          if (isDrawn(copy)) resolve(performance.now() - press.timeStamp);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      },
      { capture: true, once: true },
    );
  });
  Object.assign(window, { firstPicture: () => picture });
}

function isDrawn(copy: CanvasRenderingContext2D): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="graph-canvas"]');
  const cover = document.querySelector<HTMLElement>('.graph-cover');
  if (canvas === null || cover?.hidden !== true || canvas.clientWidth === 0 || canvas.width === 0) return false;
  copy.drawImage(canvas, 0, 0, SMALL.width, SMALL.height);
  const pixels = new Uint32Array(copy.getImageData(0, 0, SMALL.width, SMALL.height).data.buffer);
  const background = pixels[0];
  return pixels.filter(pixel => pixel !== background).length > DRAWN * pixels.length;
}

awaitPicture();
