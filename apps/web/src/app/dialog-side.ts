interface Span {
  readonly left: number;
  readonly right: number;
}

/**
 * The side on which a dialog hides less of what is behind it. Places in px of the page; equal ones (and nothing to hide) give
 * the right, beside which the details are.
 */
export function sideFor(places: readonly Span[], pageWidth: number, dialogWidth: number): 'left' | 'right' {
  const hidden = (from: number, to: number) =>
    places.reduce((sum, { left, right }) => sum + Math.max(0, Math.min(to, right) - Math.max(from, left)), 0);
  return hidden(0, dialogWidth) < hidden(pageWidth - dialogWidth, pageWidth) ? 'left' : 'right';
}
