/** What compliance-trestle is made of is pinned. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

test('every package is pinned to one version, with hashes, and no host is named', () => {
  const text = readFileSync(join(__dirname, '../tools/requirements.txt'), 'utf8');
  const packages = text.split(/^(?=[a-z0-9])/m).filter((part) => /^[a-z0-9]/.test(part));
  expect(packages.length).toBeGreaterThan(30);
  for (const one of packages) expect(one).toMatch(/^[a-z0-9-]+==\S+ \\\n( {4}--hash=sha256:[0-9a-f]{64}( \\)?\n)+$/);
  expect(text).toContain('\ncompliance-trestle==5.2.0 ');
  expect(text).not.toMatch(/https?:|index-url|find-links/);
});
