/** Significant digits of figures in answers: enough for any reader, short as JSON, and the same on every run. */
const DIGITS = 6;

/** The number in six significant digits. What is no finite number becomes 0: JSON has no word for it. */
export function significant(value: number): number {
  if (Number.isInteger(value) && Math.abs(value) < 10 ** DIGITS) return value;
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : 0;
}

/** `part` of `whole`, 0..1, rounded; 0 of nothing. */
export const shareOf = (part: number, whole: number): number => (whole > 0 ? significant(part / whole) : 0);

/** A share as a person reads it: `6.6 %`, `0.05 %`, `100 %`; never 0 or 100 for a share that is not. */
export function percent(share: number): string {
  const value = share * 100;
  const rounded = Math.abs(value) >= 1 ? Number(value.toFixed(1)) : Number(value.toPrecision(2));
  if (share < 1 && rounded >= 100) return 'nearly 100 %';
  return `${rounded} %`;
}

/** A count with its noun: `1 request`, `212 requests`. Fractions, as rates over a window give, are rounded. */
export function counted(count: number, noun: string): string {
  const rounded = Math.round(count);
  return `${rounded} ${noun}${rounded === 1 ? '' : 's'}`;
}
