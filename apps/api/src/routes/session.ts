import { Session } from '@weir/shared';
import { fromClusterError } from '../errors.ts';
import { PROBLEMS, type RouteContext, type TypedApp } from './context.ts';

/** Who the caller is, and what they may do. */
export function sessionRoutes(app: TypedApp, { callers, session }: RouteContext): void {
  app.get(
    '/api/session',
    { schema: { summary: 'Who you are and what you may do', response: { 200: Session, ...PROBLEMS } } },
    async () => {
      const caller = await callers.identified().catch((error: unknown) => {
        throw fromClusterError(error, 'The cluster does not say who you are');
      });
      return session.session(caller);
    },
  );
}
