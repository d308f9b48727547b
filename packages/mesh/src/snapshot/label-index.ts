import { labelsMatch } from './labels.ts';

type Labels = Readonly<Record<string, string>>;

/** Things by their labels: a selector is looked up, not tried on everything. */
export interface LabelIndex<T> {
  /** Those that carry every label of the selector, in the order of the list. An empty selector selects everything. */
  readonly matching: (selector: Labels) => readonly T[];
}

const NONE: readonly never[] = [];

/**
 * An index that grows with what is asked: a label's values are sorted when the first selector names its key. Selectors of
 * one namespace name a few keys, mostly `app`, while pods carry many.
 */
export function createLabelIndex<T>(items: readonly T[], labelsOf: (item: T) => Labels | undefined): LabelIndex<T> {
  const byKey = new Map<string, ReadonlyMap<string, readonly T[]>>();
  const carriers = (key: string, value: string): readonly T[] => {
    const byValue = byKey.get(key) ?? sortByValue(items, labelsOf, key);
    byKey.set(key, byValue);
    return byValue.get(value) ?? NONE;
  };
  return {
    matching: (selector) => {
      const pairs = Object.entries(selector);
      const [first, ...others] = pairs;
      if (first === undefined) return items;
      let fewest = carriers(first[0], first[1]);
      for (const [key, value] of others) {
        const found = carriers(key, value);
        if (found.length < fewest.length) fewest = found;
      }
      return others.length === 0 ? fewest : fewest.filter((item) => labelsMatch(selector, labelsOf(item)));
    },
  };
}

function sortByValue<T>(
  items: readonly T[],
  labelsOf: (item: T) => Labels | undefined,
  key: string,
): ReadonlyMap<string, readonly T[]> {
  const byValue = new Map<string, T[]>();
  for (const item of items) {
    const value = labelsOf(item)?.[key];
    if (value === undefined) continue;
    const list = byValue.get(value);
    if (list === undefined) byValue.set(value, [item]);
    else list.push(item);
  }
  return byValue;
}
