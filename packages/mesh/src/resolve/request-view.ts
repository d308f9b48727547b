import { normalizePath, splitTarget } from './request-path.ts';
import type { RouteRequest } from './types.ts';

/** A request as matches read it; path and query are worked out when a match first asks. */
export class RequestView {
  readonly #request: RouteRequest;
  readonly #scheme: string;
  #path: string | undefined;
  #query: string | undefined;

  constructor(request: RouteRequest, scheme: string) {
    this.#request = request;
    this.#scheme = scheme;
  }

  /** Normalised, without query. */
  get path(): string {
    if (this.#path === undefined) {
      const { path, query } = splitTarget(this.#request.path ?? '/');
      this.#path = normalizePath(path);
      this.#query = query;
    }
    return this.#path;
  }

  get query(): string | undefined {
    return this.path === '' ? undefined : this.#query;
  }

  /**
   * A header, or undefined. `host` is another name of `:authority`, which has the port unless it is the scheme's own, as
   * clients send it; a request that carries the header `:authority` or `host` says it itself.
   */
  header(name: string): string | undefined {
    const own = this.#request.headers?.[name];
    if (own !== undefined) return own;
    if (name === ':authority' || name === 'host') return this.#authority();
    if (name === ':method') return this.#request.method ?? 'GET';
    if (name === ':scheme') return this.#scheme;
    if (name === ':path') return this.#request.path ?? '/';
    return undefined;
  }

  #authority(): string {
    const { host, port, headers } = this.#request;
    const written = headers?.[':authority'] ?? headers?.host;
    if (written !== undefined) return written;
    return port === (this.#scheme === 'https' ? 443 : 80) || host.includes(':') ? host : `${host}:${port}`;
  }
}
