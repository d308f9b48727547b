/** z of the two-sided 95 % interval: what the dialog shows while a split settles. */
const Z95 = 1.959_964;

/**
 * Wilson's score interval of a share: honest also for few requests and for shares near 0 or 1.
 * Returns 0..1 bounds; 0..1 when nothing was counted.
 */
export function shareInterval(
  hits: number,
  requests: number,
  z = Z95,
): { readonly low: number; readonly high: number } {
  if (requests <= 0) return { low: 0, high: 1 };
  const share = hits / requests;
  const spread = (z * z) / requests;
  const middle = (share + spread / 2) / (1 + spread);
  const half = (z / (1 + spread)) * Math.sqrt((share * (1 - share)) / requests + spread / (4 * requests));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** How many requests it takes until a share is known to plus or minus `margin` (0..1). */
export const requestsForMargin = (share: number, margin: number, z = Z95): number =>
  Math.ceil((z * z * Math.max(share * (1 - share), 0.0099)) / (margin * margin));
