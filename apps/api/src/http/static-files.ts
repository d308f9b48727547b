import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WeirError } from '../errors.ts';

const YEAR = 'public, max-age=31536000, immutable';
/** Vite puts files whose names carry a hash of their content here. */
const HASHED = '/assets/';

/**
 * Serves the page and, for every other address that a browser opens, the page again: its router knows what to show.
 * Unknown addresses below /api are problems.
 */
export async function registerStaticFiles(app: FastifyInstance, directory: string | undefined): Promise<void> {
  const built = directory !== undefined && existsSync(join(directory, 'index.html'));
  if (built) {
    await app.register(fastifyStatic, {
      root: directory,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes(HASHED) ? YEAR : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, async (request, reply) => {
    if (built && wantsPage(request)) return reply.sendFile('index.html');
    throw new WeirError('not-found', `There is nothing at ${request.method} ${pathOf(request)}.`, {
      remedy: isApi(request)
        ? '/api/openapi.json lists what there is.'
        : 'Open / for the page. It must have been built.',
    });
  });
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? url;
const isApi = (request: FastifyRequest): boolean => pathOf(request) === '/api' || pathOf(request).startsWith('/api/');

/** A missing hashed file stays missing: a page in its place would be run as a script. */
const wantsPage = (request: FastifyRequest): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') && !isApi(request) && !pathOf(request).startsWith(HASHED);
