/** Size of the drawing in CSS px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Draws when something has changed, at most once a frame, at the screen's resolution. */
export interface Painter {
  readonly size: Size;
  readonly context: CanvasRenderingContext2D | undefined;
  invalidate(): void;
  resize(size: Size): void;
  dispose(): void;
}

/**
 * @param paint draws one frame into the cleared canvas, scaled to CSS px, and says whether the next must follow
 */
export function createPainter(
  canvas: HTMLCanvasElement,
  paint: (context: CanvasRenderingContext2D | undefined, nowMs: number, ratio: number) => boolean,
): Painter {
  const context = canvas.getContext('2d', { alpha: true }) ?? undefined;
  let size: Size = { width: 0, height: 0 };
  let request: number | undefined;
  let ratio = 0;
  const fitCanvas = () => {
    const wanted = globalThis.devicePixelRatio || 1;
    const width = Math.round(size.width * wanted);
    const height = Math.round(size.height * wanted);
    if (ratio === wanted && canvas.width === width && canvas.height === height) return;
    ratio = wanted;
    canvas.width = width;
    canvas.height = height;
  };
  const frame = (nowMs: number) => {
    request = undefined;
    fitCanvas();
    context?.setTransform(1, 0, 0, 1, 0, 0);
    context?.clearRect(0, 0, canvas.width, canvas.height);
    if (paint(context, nowMs, ratio)) invalidate();
  };
  const invalidate = () => {
    request ??= requestAnimationFrame(frame);
  };
  return {
    get size() {
      return size;
    },
    context,
    invalidate,
    resize(next) {
      if (next.width === size.width && next.height === size.height) return;
      size = next;
      invalidate();
    },
    dispose() {
      if (request !== undefined) cancelAnimationFrame(request);
      request = undefined;
    },
  };
}
