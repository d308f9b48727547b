import type { ServerResponse } from 'node:http';
import { stringify } from 'yaml';
import type { Form } from '../http/negotiate.ts';
import { type ApiError, statusOf } from '../http/status.ts';
import type { JsonObject } from '../json.ts';

/** An answer in one piece. */
export interface Reply {
  readonly code: number;
  /** JSON text, or plain text with its own content type. */
  readonly text: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
}

export const textReply = (code: number, text: string, contentType = 'text/plain; charset=utf-8'): Reply => ({
  code,
  text,
  contentType,
  headers: {},
});

/** An answer that is JSON already. */
export const rawReply = (code: number, text: string, headers: Readonly<Record<string, string>> = {}): Reply => ({
  code,
  text,
  contentType: 'application/json',
  headers,
});

export function jsonReply(
  code: number,
  object: JsonObject,
  form: Form = 'json',
  headers: Readonly<Record<string, string>> = {},
): Reply {
  if (form === 'yaml') return { code, text: stringify(object), contentType: 'application/yaml', headers };
  return rawReply(code, JSON.stringify(object), headers);
}

export const errorReply = (error: ApiError): Reply => jsonReply(error.code, error.status, 'json', error.headers);

/** What a bug is told as. */
export const internalError = (why: string): Reply =>
  jsonReply(
    500,
    statusOf('Failure', {
      message: `Internal error occurred: ${why}`,
      reason: 'InternalError',
      details: { causes: [{ message: why }] },
      code: 500,
    }),
  );

export const pageNotFound = (): Reply => textReply(404, '404 page not found\n');

/** Sends the answer, unless the client has gone. */
export function send(response: ServerResponse, reply: Reply, withBody: boolean): void {
  if (response.writableEnded || response.destroyed) return;
  const body = Buffer.from(reply.text);
  response.writeHead(reply.code, {
    'content-type': reply.contentType,
    'content-length': body.length,
    'cache-control': 'no-cache, private',
    'x-content-type-options': 'nosniff',
    ...reply.headers,
  });
  response.end(withBody ? body : undefined);
}
