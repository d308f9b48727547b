import { NamespaceList } from '@weir/shared';
import { PROBLEMS, type RouteContext, type TypedApp } from './context.ts';

/** The namespaces that the caller may read. */
export function namespaceRoutes(app: TypedApp, { callers, namespaces }: RouteContext): void {
  app.get(
    '/api/namespaces',
    { schema: { summary: 'The namespaces that you may read', response: { 200: NamespaceList, ...PROBLEMS } } },
    async () => namespaces.list(await callers.current()),
  );
}
