/**
 * Readers for what a cluster sends. The resources' types say what should be there; a cluster without schema validation,
 * or an old object, may hold anything (DESIGN S4). Each reader gives an empty value for a malformed part, so that
 * the caller skips that part and nothing else.
 */

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The texts of a list; other entries are skipped. */
export const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((entry): entry is string => typeof entry === 'string');

/** A whole number of at least one: ports. */
export const portNumberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;

/** The pairs of a map whose values are texts. */
export function labelsOf(value: unknown): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (const [key, text] of Object.entries(recordOf(value))) if (typeof text === 'string') labels[key] = text;
  return labels;
}
