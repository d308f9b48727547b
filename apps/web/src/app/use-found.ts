import type { Graph } from '@weir/shared';
import { useEffect, useMemo, useState } from 'react';
import { findNodes } from './find-nodes.ts';

export interface Found {
  /** Ids of what was found; undefined while nothing is looked for. */
  readonly ids: ReadonlySet<string> | undefined;
  /** Goes on to the next one. */
  readonly next: () => void;
}

/** What the find field finds, and a walk through it: the first one at once, the next with every Enter. */
export function useFound(graph: Graph | undefined, expression: string, onFocus: (id: string) => void): Found {
  const ids = useMemo(() => findNodes(graph, expression), [graph, expression]);
  const [step, setStep] = useState({ expression: '', index: 0 });
  const index = step.expression === expression ? step.index : 0;
  const list = ids === undefined ? [] : [...ids];
  const current = list[index % Math.max(1, list.length)];
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another find moves the picture, not another graph.
  useEffect(() => {
    if (current !== undefined) onFocus(current);
  }, [current, index]);
  return { ids, next: () => setStep({ expression, index: index + 1 }) };
}
