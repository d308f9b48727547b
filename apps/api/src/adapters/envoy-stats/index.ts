export { createDirectTelemetry } from './direct-telemetry.ts';
