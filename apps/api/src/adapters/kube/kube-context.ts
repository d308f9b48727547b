/** How to reach one API server. Files are absolute. */
export interface ClusterEntry {
  readonly server: URL;
  readonly caFile?: string;
  /** Base64 of PEM, as the kubeconfig has it. */
  readonly caData?: string;
  readonly skipTlsVerify: boolean;
  readonly tlsServerName?: string;
  readonly proxyUrl?: string;
}

/** Who Weir is there. `exec` and `authProvider` are handed to client-node as they stand. */
export interface UserEntry {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly certFile?: string;
  readonly certData?: string;
  readonly keyFile?: string;
  readonly keyData?: string;
  readonly impersonate?: { readonly user: string; readonly groups: readonly string[] };
  readonly exec?: Readonly<Record<string, unknown>>;
  readonly authProvider?: Readonly<Record<string, unknown>>;
}

/** One context of a kubeconfig, resolved. */
export interface KubeContext {
  readonly name: string;
  readonly userName: string;
  readonly cluster: ClusterEntry;
  readonly user: UserEntry;
}
