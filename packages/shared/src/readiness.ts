import { type Static, Type } from 'typebox';
import { SourceStatus } from './graph.ts';

/** The answer of `GET /api/readyz`: 200 when the first synchronisation is done, 503 before. */
export const Readiness = Type.Object(
  { ready: Type.Boolean(), sources: Type.Array(SourceStatus) },
  { $id: 'Readiness', additionalProperties: false },
);
export type Readiness = Static<typeof Readiness>;
