/** Numbers as people read them. A narrow no-break space stands before %, a no-break space before other units. */
const NARROW = '\u202f';
const NO_BREAK = '\u00a0';

const decimals = (value: number, digits: number): string => value.toFixed(digits);

/**
 * A share 0..1 in percent: `90 %`, `6.6 %`, `0.02 %`. Whole percents stand without a decimal; a share that is not quite
 * 0 or 1 is never rounded to it.
 */
export function formatShare(share: number): string {
  const percent = share * 100;
  const whole = Math.round(percent);
  if (percent <= 0 || percent >= 100 || (Math.abs(percent - whole) < 0.005 && whole > 0 && whole < 100))
    return `${Math.min(100, Math.max(0, whole))}${NARROW}%`;
  if (percent < 0.01) return `<0.01${NARROW}%`;
  if (percent >= 99.95) return `>99.9${NARROW}%`;
  return `${decimals(percent, percent < 0.1 ? 2 : 1)}${NARROW}%`;
}

/** Requests per second: `4.0 rps`, `0.02 rps`, `1,240 rps`. */
export function formatRate(perSecond: number): string {
  return `${formatFigure(perSecond)}${NO_BREAK}rps`;
}

/** A figure with as many decimals as it needs to say something. */
export function formatFigure(value: number): string {
  if (value === 0) return '0';
  if (value < 0.1) return decimals(value, 2);
  if (value < 100) return decimals(value, 1);
  return Math.round(value).toLocaleString('en-US');
}

/** Milliseconds up to a second, then seconds. */
export const formatLatency = (ms: number | null): string =>
  ms === null ? '–' : ms < 1000 ? `${Math.round(ms)}${NO_BREAK}ms` : `${decimals(ms / 1000, 1)}${NO_BREAK}s`;

/** A whole number with thousands set apart. */
export const formatCount = (count: number): string => Math.round(count).toLocaleString('en-US');

/** How long ago, roughly: `4 s`, `3 min`, `2 h`, `6 d`. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds}${NO_BREAK}s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)}${NO_BREAK}min`;
  return seconds < 129_600
    ? `${Math.round(seconds / 3600)}${NO_BREAK}h`
    : `${Math.round(seconds / 86_400)}${NO_BREAK}d`;
}

/** A window as the toolbar names it: `1 min`, `30 s`. */
export const formatWindow = (seconds: number): string =>
  seconds < 60
    ? `${seconds}${NO_BREAK}s`
    : seconds < 3600
      ? `${seconds / 60}${NO_BREAK}min`
      : seconds < 86_400
        ? `${seconds / 3600}${NO_BREAK}h`
        : `${seconds / 86_400}${NO_BREAK}d`;

/** `1 pod`, `2 pods`. */
export const formatPlural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** Clock time of the day, as `14:02:11`. */
export const formatClock = (ms: number): string =>
  new Date(ms).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
