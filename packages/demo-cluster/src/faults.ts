import { ApiError } from './http/status.ts';

/** Something that goes wrong on demand, for requests that fit. What is not named fits everything. */
export interface Fault {
  /** Answer this instead: 409 stale resourceVersion, 429 with Retry-After, 500, 503. */
  readonly code?: 409 | 429 | 500 | 503;
  /** Wait this long before anything else. */
  readonly latencyMs?: number;
  /** Verbs as RBAC names them: `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`. */
  readonly verbs?: readonly string[];
  /** Plural names: `virtualservices`; a subresource as `pods/proxy`. */
  readonly resources?: readonly string[];
  readonly namespaces?: readonly string[];
  /** How many requests it hits before it is over; unlimited when not given. */
  readonly times?: number;
}

/** A request, as far as faults look at it. */
export interface FaultyRequest {
  readonly verb: string;
  /** With subresource, as `pods/proxy`; '' for paths that are no resources. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** Faults on demand (D4). */
export interface Faults {
  /** Adds a fault; the function that is answered takes it away again. */
  inject(fault: Fault): () => void;
  /** Takes every injected fault away. */
  clear(): void;
  /** Ends open watches at once, all or those of a resource as `pods`; answers how many. */
  dropWatches(resource?: string): number;
  /** Forgets past writes: watches and pages that continue from before get 410. */
  expireHistory(): void;
  /** As a restart of the API server: every connection breaks, and past writes are forgotten. */
  restart(): void;
}

const covers = (known: readonly string[] | undefined, value: string): boolean =>
  known === undefined || known.includes(value);

/** The faults that are injected at the moment. */
export class InjectedFaults {
  readonly #faults = new Map<Fault, number>();

  inject(fault: Fault): () => void {
    this.#faults.set(fault, fault.times ?? Number.POSITIVE_INFINITY);
    return () => this.#faults.delete(fault);
  }

  clear(): void {
    this.#faults.clear();
  }

  /** Lets the faults that fit happen: waits, then throws what they answer. */
  async strike(request: FaultyRequest): Promise<void> {
    for (const [fault, left] of [...this.#faults]) {
      const fits =
        covers(fault.verbs, request.verb) &&
        covers(fault.resources, request.resource) &&
        covers(fault.namespaces, request.namespace);
      if (!fits || left <= 0) continue;
      if (left === 1) this.#faults.delete(fault);
      else this.#faults.set(fault, left - 1);
      const { latencyMs } = fault;
      if (latencyMs !== undefined) await new Promise((resolve) => setTimeout(resolve, latencyMs));
      if (fault.code !== undefined) throw faultError(fault.code, request);
    }
  }
}

function faultError(code: NonNullable<Fault['code']>, request: FaultyRequest): ApiError {
  const details = { name: request.name, kind: request.resource };
  switch (code) {
    case 409: {
      const why = 'the object has been modified; please apply your changes to the latest version and try again';
      const subject = `${request.resource} ${JSON.stringify(request.name)}`;
      return new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${subject}: ${why}`, details);
    }
    case 429: {
      const message = 'Too many requests, please try again later.';
      return new ApiError(429, 'TooManyRequests', message, { retryAfterSeconds: 1 }, { 'retry-after': '1' });
    }
    case 503: {
      const message = 'the server is currently unable to handle the request';
      return new ApiError(503, 'ServiceUnavailable', message, { retryAfterSeconds: 1 }, { 'retry-after': '1' });
    }
    default:
      return new ApiError(500, 'InternalError', 'Internal error occurred: a fault was injected', {
        causes: [{ message: 'a fault was injected' }],
      });
  }
}
