/** One line of the bench's table. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly budget: string;
  /** Undefined where there is no budget. */
  readonly met: boolean | undefined;
}

/** The middle of the values; of an even number of them the lower one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** The value that 95 % of the values do not exceed. */
export function percentile95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? Number.NaN;
}

/** A figure that must not be above its budget. */
export const atMost = (what: string, value: number, budget: number, unit: string, digits = 0): Figure => ({
  what,
  measured: `${value.toFixed(digits)} ${unit}`,
  budget: `≤ ${budget} ${unit}`,
  met: value <= budget,
});

/** A figure that must not be below its budget. */
export const atLeast = (what: string, value: number, budget: number, unit: string): Figure => ({
  what,
  measured: `${value.toFixed(0)} ${unit}`,
  budget: `≥ ${budget} ${unit}`,
  met: value >= budget,
});

/** A figure that is only told. */
export const told = (what: string, value: number, unit: string, digits = 0): Figure => ({
  what,
  measured: `${value.toFixed(digits)} ${unit}`,
  budget: '',
  met: undefined,
});

/** What could not be measured: counts as missed. */
export const failed = (what: string, error: unknown): Figure => ({
  what,
  measured: `not measured: ${String(error instanceof Error ? error.message : error).split('\n', 1)[0]}`,
  budget: '',
  met: false,
});

/** The table that the bench prints. */
export function table(figures: readonly Figure[]): string {
  const rows = [
    ['what', 'measured', 'budget', ''],
    ...figures.map((f) => [f.what, f.measured, f.budget, f.met === undefined ? '' : f.met ? 'met' : 'MISSED']),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
