const TOKENS = [
  'bg-canvas',
  'bg-surface',
  'bg-raised',
  'bg-sunken',
  'bg-region',
  'shadow-tint',
  'line',
  'line-strong',
  'line-control',
  'text',
  'text-2',
  'text-3',
  'accent',
  'accent-soft',
  'accent-line',
  'healthy-mark',
  'degraded-mark',
  'degraded-text',
  'degraded-soft',
  'failing-mark',
  'failing-text',
  'failing-soft',
  'idle-mark',
  'unknown-mark',
  'unknown-text',
  'edge-flow',
  'edge-bank',
  'edge-bed',
  'version-1',
  'version-2',
  'version-3',
  'version-4',
  'version-5',
  'version-6',
  'version-ink',
  'n-400',
] as const;

export type Token = (typeof TOKENS)[number];

/** The theme's colours, and the font family, as a canvas needs them. */
export interface Palette {
  readonly colour: Readonly<Record<Token, string>>;
  readonly fontFamily: string;
}

/** Resolves the tokens once; a canvas cannot read `var()`. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (token: string) => style.getPropertyValue(`--${token}`).trim();
  const colour = Object.fromEntries(TOKENS.map((token) => [token, read(token) || 'gray'])) as Record<Token, string>;
  return { colour, fontFamily: read('font-sans') || '"Inter Variable", system-ui, sans-serif' };
}
