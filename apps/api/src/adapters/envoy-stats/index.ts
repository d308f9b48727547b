export { createDirectTelemetry, type DirectTelemetryOptions } from './direct-telemetry.ts';
export type { Logger } from './logger.ts';
