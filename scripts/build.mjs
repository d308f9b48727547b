// Builds the server side and the page, each only when its sources changed.
import { ensureBuilt } from './prepare.mjs';

ensureBuilt().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
