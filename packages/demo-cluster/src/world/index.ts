export { applicationObjects } from './application-objects.ts';
