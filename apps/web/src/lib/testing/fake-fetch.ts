import type { Problem } from '@weir/shared';
import { vi } from 'vitest';

/** What a fake server answers to one kind of request; throws what a broken connection throws. */
export type Answer = (body: unknown, url: URL) => Response | Promise<Response>;

export interface FakeServer {
  /** Bodies that came in, by `METHOD /path`. */
  readonly asked: (what: string) => readonly unknown[];
  /** From now on this is the answer to requests of this method and path. */
  readonly answer: (what: string, answer: Answer) => void;
}

export const ok = (body: unknown): Response => Response.json(body);

/** An answer as RFC 9457 has it. */
export const problem = (status: number, code: string, detail: string, extension: object = {}): Response =>
  Response.json(
    { type: `urn:weir:error:${code}`, title: `Title of ${code}`, status, code, detail, ...extension } satisfies Problem,
    { status },
  );

/** A broken connection. */
export const broken = (): never => {
  throw new TypeError('Failed to fetch');
};

/** Stands in for `fetch`. A request that nobody prepared for is answered 404. */
export function fakeServer(answers: Readonly<Record<string, Answer>> = {}): FakeServer {
  const known = new Map(Object.entries(answers));
  const asked = new Map<string, unknown[]>();
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, 'http://weir.test');
    const what = `${init.method ?? 'GET'} ${url.pathname}`;
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    asked.set(what, [...(asked.get(what) ?? []), body]);
    const answer = known.get(what);
    return answer === undefined ? problem(404, 'not-found', `There is nothing at ${what}.`) : answer(body, url);
  });
  return {
    asked: (what) => asked.get(what) ?? [],
    answer: (what, answer) => known.set(what, answer),
  };
}
