import http from 'node:http';

const HOST = 'fleetman-staff-service.default.svc.cluster.local:8080';
/** Where a real Envoy listens as the sidecar of the caller; `none` where the cluster has no real traffic. */
const WANTED = process.env.WEIR_TEST_ENVOY ?? 'http://127.0.0.1:18081';
const ENVOY = new URL(WANTED === 'none' ? 'http://127.0.0.1:0' : WANTED);

/** One request through Envoy: the status, and the address of the pod that answered. */
function requestThroughEnvoy(
  agent: http.Agent,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    http
      .get(
        { host: ENVOY.hostname, port: ENVOY.port, path: '/', agent, headers: { host: HOST, ...headers } },
        (response) => {
          let body = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            body += chunk;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body: body.trim() }));
        },
      )
      .on('error', reject);
  });
}

/** Whether an Envoy is there to ask. */
export async function hasEnvoy(): Promise<boolean> {
  if (WANTED === 'none') return false;
  const agent = new http.Agent();
  try {
    return (await requestThroughEnvoy(agent)).status === 200;
  } catch {
    // Nobody listens: the caller reports that the part with traffic was left out.
    return false;
  } finally {
    agent.destroy();
  }
}

/** Where `count` requests ended, by pod address. Every one must be answered 200. */
export async function countThroughEnvoy(count: number): Promise<ReadonlyMap<string, number>> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  const counts = new Map<string, number>();
  for (let sent = 0; sent < count; sent += 50) {
    const answers = await Promise.all(
      Array.from({ length: Math.min(50, count - sent) }, () => requestThroughEnvoy(agent)),
    );
    for (const { status, body } of answers) {
      if (status !== 200) throw new Error(`Envoy answered ${status}`);
      counts.set(body, (counts.get(body) ?? 0) + 1);
    }
  }
  agent.destroy();
  return counts;
}

/** A steady stream of requests until it is stopped; the answer counts them by status. */
export function steadyStream(): { readonly stop: () => Promise<ReadonlyMap<number, number>> } {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  const counts = new Map<number, number>();
  let running = true;
  const caller = async () => {
    while (running) {
      const status = await requestThroughEnvoy(agent).then(
        (answer) => answer.status,
        () => -1,
      );
      counts.set(status, (counts.get(status) ?? 0) + 1);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const callers = Array.from({ length: 4 }, caller);
  return {
    stop: async () => {
      running = false;
      await Promise.all(callers);
      agent.destroy();
      return counts;
    },
  };
}
