export { createSimulation } from './simulation.ts';
