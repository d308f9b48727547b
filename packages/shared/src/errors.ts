import { type Static, Type } from 'typebox';

/**
 * The catalogue of errors that the API answers (DESIGN A). A code is stable: clients branch on it, never on words.
 * `title` says what happened in general; the particular case is in the problem's `detail`.
 */
export const ERROR_CATALOGUE = {
  unauthenticated: { status: 401, title: 'You are not signed in' },
  forbidden: { status: 403, title: 'You may not do this' },
  'read-only': { status: 403, title: 'Weir runs read-only' },
  'not-found': { status: 404, title: 'Not found' },
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'ambiguous-destination': { status: 422, title: 'A destination is not unique' },
  'routing-changed': { status: 409, title: 'The routing changed since you saw it' },
  'blocked-by-finding': { status: 422, title: 'A finding blocks this change' },
  'not-acknowledged': { status: 422, title: 'A finding needs your explicit choice' },
  'partly-applied': { status: 502, title: 'The change was applied only in part' },
  'cluster-unreachable': { status: 503, title: 'The cluster cannot be reached' },
  'telemetry-unavailable': { status: 503, title: 'Traffic figures cannot be read' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong in Weir' },
} as const;

/** One of the catalogue's stable codes. */
export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** RFC 9457 problem details. `detail`: what happened; `notDone`: what was not done; `remedy`: what to do now. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'urn:weir:error:<code>' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'A stable code of the catalogue' }),
    detail: Type.String(),
    notDone: Type.Optional(Type.String()),
    remedy: Type.Optional(Type.String()),
    instance: Type.Optional(Type.String({ description: 'Id of the request, as in the log' })),
  },
  { $id: 'Problem', additionalProperties: true },
);
export type Problem = Static<typeof Problem>;
