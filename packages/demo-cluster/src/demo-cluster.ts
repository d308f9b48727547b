import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { newTokens, USER_NAMES, USERS, type UserName } from './access/users.ts';
import { handleRequest } from './api/api-server.ts';
import { customResourceDefinition } from './api/open-api.ts';
import { freeServiceAddress } from './api/service-addresses.ts';
import { Watches } from './api/watch.ts';
import { loopbackCertificate } from './certificate.ts';
import { clusterObjects } from './cluster-objects.ts';
import { startControllers } from './controllers/index.ts';
import { type Faults, InjectedFaults } from './faults.ts';
import type { JsonObject } from './json.ts';
import { KINDS } from './kinds/kinds.ts';
import type { ResourceKind } from './kinds/resource-kind.ts';
import { kubeconfigText } from './kubeconfig.ts';
import { MeshView } from './mesh-view.ts';
import type { ControlledStore } from './store/controlled-store.ts';
import { controlledStoreOf, createAs } from './store/controlled-store-of.ts';
import { seededRandom } from './store/identity.ts';
import { ObjectStore } from './store/object-store.ts';
import { isServed } from './store/served-kinds.ts';
import { createSimulation } from './traffic/index.ts';
import { applicationObjects } from './world/index.ts';

export interface DemoClusterOptions {
  /** Port on 127.0.0.1; 0, the default, takes any. */
  readonly port?: number;
  /** The same seed gives the same objects, names and traffic. Tokens and the certificate are new each time. */
  readonly seed?: number;
  /** How many synthetic services there are besides the fixed applications; none by default. */
  readonly services?: number;
  /** False for a cluster that Istio was never installed in; true by default. */
  readonly istio?: boolean;
  readonly clock?: { nowMs(): number };
  /** How often controllers and traffic move on; 0 leaves it to `tick`. */
  readonly tickMs?: number;
}

/** A running cluster: a Kubernetes API over memory, with controllers and simulated traffic. */
export interface DemoCluster {
  /** As `https://127.0.0.1:41234`. */
  readonly url: string;
  /** PEM of the server's certificate, which is its own authority. */
  readonly certificate: string;
  /** YAML with the contexts demo, demo-editor and demo-viewer; the user's (the admin's, unless given) is current. */
  kubeconfig(user?: UserName): string;
  /** Bearer token of a user. */
  token(user: UserName): string;
  readonly faults: Faults & {
    /** Lets the containers of a pod crash; they come back. False when there is no such running pod. */
    crashPod(namespace: string, name: string): boolean;
  };
  /** Serves Istio's kinds from now on, as `helm install istio-base` does. Nothing changes where they are served already. */
  installIstioKinds(): void;
  /** The objects, without the API in between: for tests and for the demo's own controls. */
  readonly store: ControlledStore;
  /** Moves controllers and traffic on to the clock's time, besides what the timer does. */
  tick(): void;
  /** Breaks all connections and ends everything. */
  close(): Promise<void>;
}

const DEFAULT_TICK_MS = 250;
const DEFAULT_SEED = 1;
const HOST = '127.0.0.1';

/** Starts a demo cluster on the loopback interface. Rejects when the port is taken. */
export async function startDemoCluster(options: DemoClusterOptions = {}): Promise<DemoCluster> {
  const seed = options.seed ?? DEFAULT_SEED;
  const clock = options.clock ?? { nowMs: () => Date.now() };
  const store = new ObjectStore({ clock, random: seededRandom(seed) });
  const controlled = controlledStoreOf(store, () => freeServiceAddress(store));
  const view = fill(store, controlled, {
    seed,
    services: options.services ?? 0,
    istio: options.istio ?? true,
    nowMs: clock.nowMs(),
  });
  const simulation = createSimulation({ snapshot: () => view.snapshot(), seed, nowMs: clock.nowMs() });
  const controllers = startControllers(controlled, clock);
  const tick = (): void => {
    controllers.tick();
    simulation.tick(clock.nowMs());
  };
  const timer = startTimer(tick, options.tickMs ?? DEFAULT_TICK_MS);
  const tokens = newTokens();
  const injected = new InjectedFaults();
  const watches = new Watches();
  // Certificates are checked against real time, whatever the cluster's clock says.
  const certificate = await loopbackCertificate(Date.now());
  const api = {
    store,
    watches,
    faults: injected,
    tokens: new Map(USER_NAMES.map((name) => [tokens[name], USERS[name]])),
    statistics: simulation.sidecarStatistics.bind(simulation),
    address: () => new URL(listening.url).host,
  };
  const listening = await listen(certificate, options.port ?? 0, (request, response) =>
    handleRequest(api, request, response),
  );
  const server = { url: listening.url, certificate: certificate.cert, tokens };
  return {
    url: listening.url,
    certificate: certificate.cert,
    kubeconfig: (user = 'admin') => kubeconfigText(server, user),
    token: (user) => tokens[user],
    faults: {
      inject: (fault) => injected.inject(fault),
      clear: () => injected.clear(),
      dropWatches: (resource) => watches.drop(resource),
      expireHistory: () => store.compact(),
      restart: () => {
        store.compact();
        listening.breakConnections();
      },
      crashPod: (namespace, name) => controllers.crashPod(namespace, name),
    },
    installIstioKinds: () => define(store, ISTIO_KINDS),
    store: controlled,
    tick,
    close: async () => {
      clearInterval(timer);
      controllers.close();
      view.close();
      await listening.close();
    },
  };
}

function startTimer(tick: () => void, everyMs: number): ReturnType<typeof setInterval> | undefined {
  if (everyMs <= 0) return undefined;
  const timer = setInterval(tick, everyMs);
  timer.unref();
  return timer;
}

/** Puts the cluster's first objects into the store; watches cannot go back before them. */
function fill(
  store: ObjectStore,
  controlled: ControlledStore,
  options: { readonly seed: number; readonly services: number; readonly istio: boolean; readonly nowMs: number },
): MeshView {
  const applications = applicationObjects(options);
  const address = (): string => freeServiceAddress(store);
  define(store, options.istio ? [...OTHER_KINDS, ...ISTIO_KINDS] : OTHER_KINDS);
  for (const object of clusterObjects(options.nowMs, options.istio))
    createAs(store, object, address, { manager: 'kube-apiserver' });
  const stored = applications.map((object) =>
    createAs(store, object as unknown as JsonObject, address, { manager: 'kubectl-create' }),
  );
  store.compact();
  return new MeshView(controlled, stored as unknown as typeof applications);
}

const isIstio = (kind: ResourceKind): boolean => kind.group.endsWith('.istio.io');
const ISTIO_KINDS = KINDS.filter((kind) => kind.custom && isIstio(kind));
const OTHER_KINDS = KINDS.filter((kind) => kind.custom && !isIstio(kind));

/** Puts in the CustomResourceDefinitions of kinds that are not served yet. */
function define(store: ObjectStore, kinds: readonly ResourceKind[]): void {
  for (const kind of kinds.filter((candidate) => !isServed(store, candidate)))
    createAs(store, customResourceDefinition(kind), () => '', { manager: 'kube-apiserver' });
}

interface Listening {
  readonly url: string;
  breakConnections(): void;
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function listen(
  certificate: { readonly cert: string; readonly key: string },
  port: number,
  handle: Handler,
): Promise<Listening> {
  const server: Server = createServer({ cert: certificate.cert, key: certificate.key, keepAliveTimeout: 90_000 });
  server.on('request', (request, response) => {
    // The handler answers its own errors; what is left is a connection that broke.
    handle(request, response).catch(() => response.destroy());
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, HOST);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const breakConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `https://${HOST}:${address.port}`,
    breakConnections,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      breakConnections();
      await closed;
    },
  };
}
