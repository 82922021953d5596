/** What contributors run where the page looks otherwise: `npm start`, then `npm run page-picture [-- --bundle DIR]`. */
import { parseArgs } from 'node:util';
import { report, terminal } from '../lib/cli/output';
import { pagePicture } from '../lib/cli/page-picture/page-picture';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { bundle: { type: 'string' }, out: { type: 'string' } } });
  await pagePicture(values, terminal);
}

main().catch((error: unknown) => {
  process.exitCode = report(error);
});
