/**
 * Remembers which edges were beyond sampling noise in earlier windows, so that drift needs two windows in a row (G4).
 * Windows that overlap hold the same requests twice and prove nothing; the previous window is therefore one that ended
 * at least a whole window ago: right after somebody turns the traffic, edges settle instead of drifting.
 */
export interface DriftMemory {
  /** The edges beyond sampling in the window before the one that ends at `toMs`; undefined when nobody looked then. */
  readonly previous: (toMs: number) => ReadonlySet<string> | undefined;
  readonly remember: (toMs: number, beyondSampling: ReadonlySet<string>) => void;
}

/** Windows kept for one window's length. More would only make `previous` more exact. */
const POINTS_PER_WINDOW = 16;
/** A window older than this many lengths is not "in a row" any more. */
const ROW_LENGTHS = 2.5;

export function createDriftMemory(windowSeconds: number): DriftMemory {
  const windowMs = windowSeconds * 1000;
  let points: { toMs: number; beyond: ReadonlySet<string> }[] = [];
  return {
    previous: (toMs) =>
      points.findLast((point) => point.toMs <= toMs - windowMs && point.toMs >= toMs - ROW_LENGTHS * windowMs)?.beyond,
    remember: (toMs, beyond) => {
      // The same samples again replace what was remembered of them; later ones mean that time was set back.
      points = points.filter((point) => point.toMs < toMs && point.toMs >= toMs - ROW_LENGTHS * windowMs);
      const last = points.at(-1);
      if (last !== undefined && toMs - last.toMs < windowMs / POINTS_PER_WINDOW) return;
      points.push({ toMs, beyond });
    },
  };
}
