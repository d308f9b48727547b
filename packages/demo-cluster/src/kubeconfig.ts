import { stringify } from 'yaml';
import { USER_NAMES, type UserName } from './access/users.ts';

/** Name of a user's context: `demo`, `demo-editor`, `demo-viewer`. */
const contextName = (user: UserName): string => (user === 'admin' ? 'demo' : `demo-${user}`);

/** A kubeconfig with a context for each user; `user`'s is the current one. The server's own certificate is its authority. */
export function kubeconfigText(
  server: { readonly url: string; readonly certificate: string; readonly tokens: Readonly<Record<UserName, string>> },
  user: UserName,
): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': contextName(user),
    clusters: [
      {
        name: 'demo',
        cluster: {
          server: server.url,
          'certificate-authority-data': Buffer.from(server.certificate).toString('base64'),
        },
      },
    ],
    users: USER_NAMES.map((name) => ({ name: contextName(name), user: { token: server.tokens[name] } })),
    contexts: USER_NAMES.map((name) => ({
      name: contextName(name),
      context: { cluster: 'demo', user: contextName(name), namespace: 'default' },
    })),
  });
}
