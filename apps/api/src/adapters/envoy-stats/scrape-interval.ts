export interface ScrapeLimits {
  readonly minIntervalMs: number;
  readonly maxPerSecond: number;
  readonly maxBytesPerSecond: number;
}

/** DESIGN T1b: at most 25 scrapes a second, and a byte budget that a laptop and an API server do not notice. */
export const DEFAULT_LIMITS: ScrapeLimits = { minIntervalMs: 2_000, maxPerSecond: 25, maxBytesPerSecond: 4_000_000 };

/** How long one round over all proxies must take at least, so that neither budget is exceeded; whole half seconds. */
export function scrapeIntervalMs(targets: number, bytesPerTarget: number, limits: ScrapeLimits): number {
  const byCount = (targets / limits.maxPerSecond) * 1000;
  const byBytes = ((targets * bytesPerTarget) / limits.maxBytesPerSecond) * 1000;
  return Math.max(limits.minIntervalMs, Math.ceil(Math.max(byCount, byBytes) / 500) * 500);
}
