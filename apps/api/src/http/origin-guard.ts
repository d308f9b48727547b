import type { FastifyInstance } from 'fastify';
import { WeirError } from '../errors.ts';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface OriginHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}

/**
 * Whether a write may come from where it comes from (S2): browsers say it by Sec-Fetch-Site and Origin, and only this
 * server's own pages may write. Other programs, such as curl, send neither. The Host header has been checked before.
 */
export function mayWriteFrom(headers: OriginHeaders, publicUrl: URL | undefined): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  return origin === publicUrl?.origin || (headers.host !== undefined && isOriginOf(origin, headers.host));
}

function isOriginOf(origin: string, host: string): boolean {
  // Weir itself speaks plain HTTP; behind a proxy with TLS the public URL is the origin.
  return (
    URL.canParse(origin) &&
    URL.canParse(`http://${host}`) &&
    new URL(origin).origin === new URL(`http://${host}`).origin
  );
}

/** Answers `forbidden` to writes of other sites' pages, before their body is looked at. */
export function registerOriginGuard(app: FastifyInstance, publicUrl: URL | undefined): void {
  app.addHook('onRequest', async (request) => {
    if (READS.has(request.method) || mayWriteFrom(request.headers, publicUrl)) return;
    throw new WeirError('forbidden', 'The request comes from a page of another site.', {
      notDone: 'Nothing was changed, and the request was not looked at.',
      remedy: "Use Weir's own page. Behind a proxy, start Weir with --public-url and the address that people use.",
    });
  });
}
