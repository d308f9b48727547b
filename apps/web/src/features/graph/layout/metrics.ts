/** Distances in px at zoom 1 (the mock's). */
export const REGION_PADDING = 16;
export const REGION_HEAD = 42;
export const REGION_GAP = 22;
export const BOX_HEAD = 30;
export const BOX_PADDING = 10;
/** Between rows of an app box: two versions, or more, whose labels need room. */
export const ROW_GAP = 12;
export const WIDE_ROW_GAP = 20;
/** Between columns: for a label beside an arrow, and for a channel with its two lines. */
export const COLUMN_GAP = 70;
export const SPLIT_COLUMN_GAP = 104;
/** Between nodes of a column in small and in large namespaces. */
export const NODE_GAP = 44;
export const DENSE_NODE_GAP = 26;
/** Between free nodes and the regions. */
export const FREE_GAP = 62;
