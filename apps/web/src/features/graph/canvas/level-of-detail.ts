/** How much is drawn at a zoom: everything; names and lines; bars. */
export type Detail = 'full' | 'names' | 'bars';

/** Below 0.6 second lines and edge labels go, below 0.35 nodes become bars and channels lines. */
export function detailAt(zoom: number): Detail {
  if (zoom >= 0.6) return 'full';
  return zoom >= 0.35 ? 'names' : 'bars';
}
