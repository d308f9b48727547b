export { createSimulation, type Simulation, type SimulationOptions } from './simulation.ts';
