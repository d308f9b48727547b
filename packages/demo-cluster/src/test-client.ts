import { request as httpsRequest } from 'node:https';
import type { UserName } from './access/users.ts';
import type { DemoCluster } from './demo-cluster.ts';
import { isJsonObject, type JsonObject } from './json.ts';

/** An answer as tests look at it. */
export interface TestAnswer {
  readonly code: number;
  readonly text: string;
  /** The body when it is a JSON object, otherwise an empty one. */
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface TestRequest {
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  /** A user of the cluster, or a token; '' sends none. */
  readonly as?: UserName | { readonly token: string };
  readonly userAgent?: string;
}

export const JSON_PATCH = 'application/json-patch+json';
export const MERGE_PATCH = 'application/merge-patch+json';
export const STRATEGIC_PATCH = 'application/strategic-merge-patch+json';
export const APPLY_PATCH = 'application/apply-patch+yaml';

/** Sends requests to a demo cluster over HTTPS, trusting nothing but its own certificate. */
export class TestClient {
  readonly #cluster: DemoCluster;

  constructor(cluster: DemoCluster) {
    this.#cluster = cluster;
  }

  async send(method: string, path: string, asked: TestRequest = {}): Promise<TestAnswer> {
    const { body } = asked;
    const payload =
      body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = httpsRequest(
        `${this.#cluster.url}${path}`,
        { method, ca: this.#cluster.certificate, headers: this.#headers(asked, payload) },
        (message) => {
          const chunks: Buffer[] = [];
          message.on('data', (chunk: Buffer) => chunks.push(chunk));
          message.on('error', reject);
          message.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({ code: message.statusCode ?? 0, text, body: parsed(text), headers: message.headers });
          });
        },
      );
      request.on('error', reject);
      request.end(payload);
    });
  }

  /** Opens a watch. Its events come one by one; `ended` resolves when the server closes it. */
  watch(path: string, asked: TestRequest = {}): TestWatch {
    return new TestWatch((onLine, onEnd) => {
      const request = httpsRequest(
        `${this.#cluster.url}${path}`,
        { ca: this.#cluster.certificate, headers: this.#headers(asked, undefined), agent: false },
        (message) => {
          let rest = '';
          message.on('data', (chunk: Buffer) => {
            const lines = (rest + chunk.toString('utf8')).split('\n');
            rest = lines.pop() ?? '';
            for (const line of lines) onLine(parsed(line));
          });
          message.on('close', onEnd);
        },
      );
      request.on('error', onEnd);
      request.end();
      return () => request.destroy();
    });
  }

  #headers(asked: TestRequest, payload: string | Buffer | undefined): Record<string, string | number> {
    const who = asked.as ?? 'admin';
    const token = typeof who === 'string' ? this.#cluster.token(who) : who.token;
    return {
      accept: asked.accept ?? 'application/json',
      'user-agent': asked.userAgent ?? 'compare/1.0',
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(payload === undefined
        ? {}
        : { 'content-type': asked.contentType ?? 'application/json', 'content-length': Buffer.byteLength(payload) }),
    };
  }
}

function parsed(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** The events of a watch, in order. */
export class TestWatch {
  readonly ended: Promise<void>;
  readonly #events: JsonObject[] = [];
  readonly #close: () => void;
  #wake: () => void = () => {};

  constructor(open: (onLine: (event: JsonObject) => void, onEnd: () => void) => () => void) {
    let close = (): void => {};
    this.ended = new Promise((resolve) => {
      close = open(
        (event) => {
          this.#events.push(event);
          this.#wake();
        },
        () => {
          resolve();
          this.#wake();
        },
      );
    });
    this.#close = close;
  }

  /** The next event; waits for it. */
  async next(): Promise<JsonObject> {
    while (this.#events.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#events.shift() ?? {};
  }

  close(): void {
    this.#close();
  }
}
