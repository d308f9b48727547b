export type KubeconfigErrorCode =
  | 'missing-file'
  | 'unreadable-file'
  | 'bad-yaml'
  | 'no-kubeconfig'
  | 'no-current-context'
  | 'unknown-context'
  | 'incomplete'
  | 'unsupported';

/** A kubeconfig that cannot be used. The message is one sentence that says what to do, and never holds a credential. */
export class KubeconfigError extends Error {
  readonly code: KubeconfigErrorCode;
  constructor(code: KubeconfigErrorCode, message: string) {
    super(message);
    this.name = 'KubeconfigError';
    this.code = code;
  }
}
