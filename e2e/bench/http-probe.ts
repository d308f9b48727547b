import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

/** One answer as it came over the wire. */
export interface Answer {
  readonly status: number;
  /** From the request to the last byte. */
  readonly tookMs: number;
  /** As transferred: compressed where the server compresses. */
  readonly bytes: number;
  readonly etag: string | undefined;
}

/** GET as a browser asks, over a connection that stays; the body is counted, not unpacked. */
export function probe(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const asked = request(url, { agent, headers: { 'accept-encoding': 'gzip, deflate, br', ...headers } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
      });
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          tookMs: performance.now() - startedAt,
          bytes,
          etag: answer.headers.etag,
        }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}
