import type { MeasureText, TextRole } from '../model/view-model.ts';

const STYLES: Readonly<Record<TextRole, { readonly weight: number; readonly size: number }>> = {
  name: { weight: 600, size: 12 },
  prefix: { weight: 450, size: 12 },
  meta: { weight: 400, size: 11 },
  figure: { weight: 500, size: 11 },
  region: { weight: 600, size: 12 },
  edge: { weight: 500, size: 11 },
  edgeStrong: { weight: 600, size: 12 },
  edgeSet: { weight: 400, size: 11 },
};

/** Fonts and widths of texts, remembered. Widths are px at zoom 1. */
export interface TextKit {
  readonly measure: MeasureText;
  font(role: TextRole, size?: number): string;
  /** The text, or as much of its two ends as fits, with an ellipsis between them. */
  shorten(text: string, role: TextRole, width: number): string;
  /** Forgets widths: the font has arrived. */
  reset(): void;
}

/** Mean width of a character of 12 px text, where nothing can be measured. */
const GUESS = 6.7;

export function createTextKit(context: CanvasRenderingContext2D | undefined, fontFamily: string): TextKit {
  const widths = new Map<string, number>();
  const shortened = new Map<string, string>();
  const font = (role: TextRole, size = STYLES[role].size) => `${STYLES[role].weight} ${size}px ${fontFamily}`;
  const measure: MeasureText = (text, role) => {
    if (text === '') return 0;
    const key = `${role} ${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    if (widths.size > 20_000) widths.clear();
    let width = (text.length * GUESS * STYLES[role].size) / 12;
    if (context !== undefined) {
      context.font = font(role);
      width = context.measureText(text).width;
    }
    widths.set(key, width);
    return width;
  };
  const shorten = (text: string, role: TextRole, width: number): string => {
    if (measure(text, role) <= width) return text;
    const key = `${role} ${Math.round(width)} ${text}`;
    const known = shortened.get(key);
    if (known !== undefined) return known;
    if (shortened.size > 5000) shortened.clear();
    let result = '…';
    for (let kept = text.length - 1; kept > 0; kept--) {
      const head = Math.ceil(kept * 0.6);
      const candidate = `${text.slice(0, head)}…${text.slice(text.length - (kept - head))}`;
      if (measure(candidate, role) > width) continue;
      result = candidate;
      break;
    }
    shortened.set(key, result);
    return result;
  };
  const reset = () => {
    widths.clear();
    shortened.clear();
  };
  return { measure, font, shorten, reset };
}

/**
 * Waits until the fonts of the drawing are there, but not longer than `patienceMs`: a graph in another font is better
 * than none. Fonts that come later are told by `onLate`, since every width was measured without them.
 */
export async function fontsReady(fontFamily: string, patienceMs: number, onLate: () => void): Promise<void> {
  const fonts = typeof document === 'undefined' ? undefined : document.fonts;
  if (fonts === undefined) return;
  const loads = Promise.allSettled([400, 600].map((weight) => fonts.load(`${weight} 12px ${fontFamily}`)));
  const late = Symbol('late');
  const first = await Promise.race([loads, new Promise((resolve) => setTimeout(() => resolve(late), patienceMs))]);
  if (first === late) void loads.then(onLate);
}
