import { readFileSync } from 'node:fs';
import https from 'node:https';
import { parse } from 'yaml';

interface Kubeconfig {
  readonly 'current-context': string;
  readonly clusters: readonly {
    readonly name: string;
    readonly cluster: {
      readonly server: string;
      readonly 'certificate-authority-data'?: string;
      readonly 'certificate-authority'?: string;
    };
  }[];
  readonly users: readonly { readonly name: string; readonly user: { readonly token?: string } }[];
  readonly contexts: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string; readonly user: string };
  }[];
}

/** An answer of an API server. */
export interface KubeAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into objects of any kind.
  readonly body: any;
}

/** A second, independent way to the API server: a test must not ask Weir what Weir did. */
export class KubeClient {
  readonly server: string;
  /** The server's authority, PEM; undefined: the system's. */
  readonly ca: Buffer | string | undefined;
  readonly #token: string | undefined;

  constructor(kubeconfigPath: string, contextName?: string) {
    const config = parse(readFileSync(kubeconfigPath, 'utf8')) as Kubeconfig;
    const context = config.contexts.find((item) => item.name === (contextName ?? config['current-context']))?.context;
    const cluster = config.clusters.find((item) => item.name === context?.cluster)?.cluster;
    if (context === undefined || cluster === undefined) throw new Error(`${kubeconfigPath} has no such context`);
    this.server = cluster.server;
    const data = cluster['certificate-authority-data'];
    const file = cluster['certificate-authority'];
    this.ca = data !== undefined ? Buffer.from(data, 'base64') : file === undefined ? undefined : readFileSync(file);
    this.#token = config.users.find((item) => item.name === context.user)?.user.token;
  }

  /** Any request; the body is sent as JSON (or as the content type says). */
  request(method: string, path: string, body?: unknown, contentType = 'application/json'): Promise<KubeAnswer> {
    return new Promise((resolve, reject) => {
      const request = https.request(
        `${this.server}${path}`,
        {
          method,
          ...(this.ca === undefined ? {} : { ca: this.ca }),
          headers: {
            accept: 'application/json',
            'user-agent': 'kubectl-test',
            ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
            ...(body === undefined ? {} : { 'content-type': contentType }),
          },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('end', () => {
            try {
              resolve({ status: response.statusCode ?? 0, body: text === '' ? undefined : JSON.parse(text) });
            } catch {
              resolve({ status: response.statusCode ?? 0, body: text });
            }
          });
        },
      );
      request.on('error', reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  get = (path: string) => this.request('GET', path);

  /** Creates an Istio networking object; fails loudly when the server does not take it. */
  async create(object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly namespace: string };
  }): Promise<void> {
    const plural = `${object.kind.toLowerCase()}s`;
    const answer = await this.request(
      'POST',
      `/apis/${object.apiVersion}/namespaces/${object.metadata.namespace}/${plural}?fieldManager=kubectl-client-side-apply`,
      object,
    );
    if (answer.status !== 201)
      throw new Error(`creating ${object.kind} gave ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
}

/** Path of an Istio networking object. */
export const istioPath = (plural: string, namespace: string, name: string): string =>
  `/apis/networking.istio.io/v1/namespaces/${namespace}/${plural}/${name}`;
