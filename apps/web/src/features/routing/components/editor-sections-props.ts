import type { ServiceRouting } from '@weir/shared';
import type { EditorRow } from '../model/editor-rows.ts';
import type { ObservedVersion } from '../model/observed.ts';
import type { RoutingEditor } from './use-routing-editor.ts';

/** What the sections of the dialog are drawn from. */
export interface EditorSectionsProps {
  readonly routing: ServiceRouting;
  readonly editor: RoutingEditor;
  /** Place of a row's version in the graph's colours. */
  readonly placeOf: (row: EditorRow) => number;
  readonly observed: ReadonlyMap<string, ObservedVersion>;
  readonly ratePerSecond: number | undefined;
  readonly tab: string;
  readonly onTab: (tab: string) => void;
}
