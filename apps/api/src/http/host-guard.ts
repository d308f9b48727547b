import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WeirError } from '../errors.ts';

/** The name and port of a Host header or URL; the port is empty where none is written. Undefined when it is malformed. */
export function splitHost(value: string): { readonly name: string; readonly port: string } | undefined {
  const parts = /^(\[[0-9a-f:.]+\]|[^:[\]/@?#\s]+)(?::(\d{1,5}))?$/i.exec(value);
  if (parts?.[1] === undefined) return undefined;
  return { name: parts[1].toLowerCase(), port: parts[2] ?? '' };
}

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '[::1]']);
const isLoopback = (name: string): boolean => LOOPBACK_NAMES.has(name) || (isIP(name) === 4 && name.startsWith('127.'));

/** Where a connection came in. */
export interface LocalEnd {
  readonly address: string | undefined;
  readonly port: number;
}

/**
 * Whether a Host header is one of this server's own (S2). A page of another site can make its name resolve to 127.0.0.1
 * (DNS rebinding), but not send another Host than that name: so only loopback names with the port in use, the public URL's
 * host, and the very address that the connection came in at (probes and scrapers use it; an address cannot be rebound) pass.
 */
export function isOwnHost(host: string | undefined, local: LocalEnd, publicUrl: URL | undefined): boolean {
  const parts = host === undefined ? undefined : splitHost(host);
  if (parts === undefined) return false;
  if (publicUrl !== undefined && sameHost(parts, publicUrl)) return true;
  if ((parts.port === '' ? 80 : Number(parts.port)) !== local.port) return false;
  return isLoopback(parts.name) || (local.address !== undefined && parts.name === bracketed(local.address));
}

function sameHost({ name, port }: { name: string; port: string }, url: URL): boolean {
  const usual = url.protocol === 'https:' ? '443' : '80';
  return name === url.hostname && (port === '' ? usual : port) === (url.port === '' ? usual : url.port);
}

/** As it would stand in a Host header; an IPv4 address that came in by an IPv6 socket is an IPv4 address. */
function bracketed(address: string): string {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  return isIP(plain) === 6 ? `[${plain}]` : plain;
}

/** Answers `forbidden` to every request whose Host header is not this server's own. */
export function registerHostGuard(app: FastifyInstance, publicUrl: URL | undefined, fallbackPort: number): void {
  app.addHook('onRequest', async (request) => {
    if (isOwnHost(request.headers.host, localEnd(request, fallbackPort), publicUrl)) return;
    throw new WeirError(
      'forbidden',
      `Weir does not answer for the host ${JSON.stringify(request.headers.host ?? '')}.`,
      {
        notDone: 'The request was not looked at.',
        remedy: 'Use the address that Weir printed, or start it with --public-url and the address that people use.',
      },
    );
  });
}

const localEnd = ({ socket }: FastifyRequest, fallbackPort: number): LocalEnd => ({
  address: socket.localAddress,
  port: socket.localPort ?? fallbackPort,
});
