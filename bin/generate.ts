/** What contributors run: `npm run schema`, `npm run docs`, `npm run baseline`, `npm run oscal-types -- --schema FILE`. */
import { parseArgs } from 'node:util';
import { baseline } from '../lib/cli/baseline';
import { generate } from '../lib/cli/generate';
import { writeOscalTypes } from '../lib/cli/oscal-types';
import { report, terminal } from '../lib/cli/output';

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { accept: { type: 'string' }, schema: { type: 'string' } },
  });
  const [what] = positionals;
  if (what === 'schema' || what === 'docs') generate(what, terminal);
  else if (what === 'baseline') baseline(values, terminal);
  else if (what === 'oscal-types') await writeOscalTypes(values.schema, terminal);
  else throw new Error(`given ${what ?? 'nothing'}; allowed: schema, docs, baseline, oscal-types`);
}

main().catch((error: unknown) => {
  process.exitCode = report(error);
});
