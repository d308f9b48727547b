export { type ApplicationOptions, applicationObjects } from './application-objects.ts';
