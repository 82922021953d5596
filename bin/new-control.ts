/** `npm run new:control`: a new control with its tests. */
import { join } from 'node:path';
import { newControl } from '../lib/cli/new-control/new-control';

void newControl(process.argv, join(__dirname, '..')).then((code) => {
  process.exitCode = code;
});
