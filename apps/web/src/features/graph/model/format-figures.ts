import type { RateUnit } from './view-model.ts';

/** Stands before %: narrow, and never a line break. */
const NARROW_SPACE = '\u202f';
/** Stands before every other unit. */
const SPACE = '\u00a0';

const BYTE_UNITS = ['B/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s'];

/** Groups digits by thousands, as 1,204. */
export const formatCount = (count: number): string =>
  Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');

/**
 * A share 0..1 as a percentage with one decimal; exact 0 and 100 and configured whole numbers stand without.
 * A share that is not quite 0 or 1 is never rounded to it.
 */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent <= 0) return `0${NARROW_SPACE}%`;
  if (percent >= 100) return `100${NARROW_SPACE}%`;
  if (percent < 0.05) return `<0.1${NARROW_SPACE}%`;
  if (percent >= 99.95) return `>99.9${NARROW_SPACE}%`;
  return `${percent.toFixed(1)}${NARROW_SPACE}%`;
}

/** A planned share 0..1: whole percents stand without a decimal, as 90 % and 33.3 %. */
export function formatPlannedShare(share: number): string {
  const percent = share * 100;
  const whole = Math.round(percent);
  if (Math.abs(percent - whole) < 0.005) return `${whole}${NARROW_SPACE}%`;
  return formatShare(share);
}

/** Requests per second, as `6.2 rps`; TCP in bytes per second, as `1.4 kB/s`. */
export function formatRate(perSecond: number, unit: RateUnit): string {
  if (unit === 'bytes') return formatBytes(perSecond);
  return `${formatPerSecond(perSecond)}${SPACE}rps`;
}

function formatPerSecond(perSecond: number): string {
  if (perSecond <= 0) return '0';
  if (perSecond < 0.01) return '<0.01';
  if (perSecond < 0.1) return perSecond.toFixed(2);
  if (perSecond < 99.95) return perSecond.toFixed(1);
  return formatCount(perSecond);
}

function formatBytes(perSecond: number): string {
  let value = Math.max(0, perSecond);
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)}${SPACE}${BYTE_UNITS[unit] ?? 'B/s'}`;
}

/** A window as a person says it: `30 s`, `5 min`, `2 h`, `7 d`. */
export function formatWindow(seconds: number): string {
  if (seconds < 120 && seconds % 60 !== 0) return `${Math.round(seconds)}${SPACE}s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)}${SPACE}min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)}${SPACE}h`;
  return `${Math.round(seconds / 86_400)}${SPACE}d`;
}
