export { type ControllerClock, type Controllers, startControllers } from './start-controllers.ts';
