/** What contributors run: `npm run schema`, `npm run docs`, `npm run baseline [-- --accept "reason"]`. */
import { parseArgs } from 'node:util';
import { baseline } from '../lib/cli/baseline';
import { generate } from '../lib/cli/generate';
import { report, terminal } from '../lib/cli/output';

try {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { accept: { type: 'string' } } });
  const [what] = positionals;
  if (what === 'schema' || what === 'docs') generate(what, terminal);
  else if (what === 'baseline') baseline(values, terminal);
  else throw new Error(`given ${what ?? 'nothing'}; allowed: schema, docs, baseline`);
} catch (error) {
  process.exitCode = report(error);
}
