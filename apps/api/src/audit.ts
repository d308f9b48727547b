import type { FastifyBaseLogger } from 'fastify';
import type { AuditLog } from './ports/audit-log.ts';

/** The audit log as lines of the log, marked with `audit: true` (W16). */
export const createLogAudit = (log: FastifyBaseLogger): AuditLog => ({
  record: (entry) => log.info({ audit: true, ...entry }, `${entry.action} ${entry.service}: ${entry.outcome}`),
});
