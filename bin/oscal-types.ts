/** What contributors run where OSCAL has a new release: `npm run oscal-types -- --schema FILE [--out FILE]`. */
import { parseArgs } from 'node:util';
import { writeOscalTypes } from '../lib/cli/oscal-types';
import { report, terminal } from '../lib/cli/output';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { schema: { type: 'string' }, out: { type: 'string' } } });
  await writeOscalTypes(values, terminal);
}

main().catch((error: unknown) => {
  process.exitCode = report(error);
});
