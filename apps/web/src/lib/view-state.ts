import { GRAPH_TYPES, type GraphType } from '@weir/shared';

export type EdgeLabels = 'share' | 'rate' | 'errors' | 'none';
export const EDGE_LABELS: readonly EdgeLabels[] = ['share', 'rate', 'errors', 'none'];
export const WINDOWS_SECONDS: readonly number[] = [30, 60, 300, 600, 1800, 3600];

/** Everything that a link must carry to show the colleague the same picture (U6). */
export interface ViewState {
  readonly type: GraphType;
  /** Undefined: everything but the system's own namespaces. */
  readonly namespaces: 'all' | readonly string[] | undefined;
  readonly windowSeconds: number;
  readonly labels: EdgeLabels;
  readonly selected: string | undefined;
  readonly idle: boolean;
  readonly docked: boolean;
  readonly view: 'graph' | 'table';
  readonly find: string;
}

export const DEFAULT_VIEW: ViewState = {
  type: 'versionedApp',
  namespaces: undefined,
  windowSeconds: 60,
  labels: 'share',
  selected: undefined,
  idle: true,
  docked: true,
  view: 'graph',
  find: '',
};

const oneOf = <T extends string>(value: string | null, allowed: readonly T[], fallback: T): T =>
  allowed.find((candidate) => candidate === value) ?? fallback;

/** Reads a URL's query. What it does not know or cannot read becomes the default. */
export function parseView(search: string): ViewState {
  const query = new URLSearchParams(search);
  const namespaces = query.get('namespaces');
  const seconds = Number(query.get('window') ?? DEFAULT_VIEW.windowSeconds);
  return {
    type: oneOf(query.get('type'), GRAPH_TYPES, DEFAULT_VIEW.type),
    namespaces: namespaces === null ? undefined : namespaces === 'all' ? 'all' : namespaces.split(',').filter(Boolean),
    windowSeconds:
      Number.isFinite(seconds) && seconds >= 10 && seconds <= 604_800 ? seconds : DEFAULT_VIEW.windowSeconds,
    labels: oneOf(query.get('labels'), EDGE_LABELS, DEFAULT_VIEW.labels),
    selected: query.get('selected') ?? undefined,
    idle: query.get('idle') !== 'false',
    docked: query.get('docked') !== 'false',
    view: oneOf(query.get('view'), ['graph', 'table'] as const, DEFAULT_VIEW.view),
    find: query.get('find') ?? '',
  };
}

/** The shortest query that parses back to this view; empty for the default one. */
export function formatView(view: ViewState): string {
  const query = new URLSearchParams();
  if (view.type !== DEFAULT_VIEW.type) query.set('type', view.type);
  if (view.namespaces !== undefined)
    query.set('namespaces', view.namespaces === 'all' ? 'all' : view.namespaces.join(','));
  if (view.windowSeconds !== DEFAULT_VIEW.windowSeconds) query.set('window', String(view.windowSeconds));
  if (view.labels !== DEFAULT_VIEW.labels) query.set('labels', view.labels);
  if (view.selected !== undefined) query.set('selected', view.selected);
  if (!view.idle) query.set('idle', 'false');
  if (!view.docked) query.set('docked', 'false');
  if (view.view !== DEFAULT_VIEW.view) query.set('view', view.view);
  if (view.find !== '') query.set('find', view.find);
  // Slashes and commas are legal in a query, and a link that people can read is worth it.
  const text = query.toString().replaceAll('%2F', '/').replaceAll('%2C', ',').replaceAll('%40', '@');
  return text === '' ? '' : `?${text}`;
}
