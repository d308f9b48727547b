/** One attempt to change routing, also a refused one (W16). */
export interface AuditEntry {
  readonly who: string;
  readonly action: 'plan' | 'apply';
  readonly service: string;
  readonly outcome: 'applied' | 'refused' | 'failed' | 'partly-applied';
  readonly code?: string;
  readonly detail: string;
}

/** Keeps a record of every attempt. Must never fail the attempt itself. */
export interface AuditLog {
  readonly record: (entry: AuditEntry) => void;
}
