import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'asepsis-cost-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const solo = readFileSync(join(__dirname, '../../config/solo.yaml'), 'utf8');

/** `asepsis cost` on solo.yaml with another `cost` part. */
async function cost(part: string, ...more: readonly string[]) {
  const file = join(folder, 'config.yaml');
  writeFileSync(file, solo.replace(/^cost:\n {2}budgetUsd: 40\n/m, part));
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(['node', 'asepsis', 'cost', '--config', file, ...more], {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('asepsis cost', () => {
  test('within the budget it ends with 0, and --json is all that is on stdout', async () => {
    const { code, out } = await cost('cost:\n  budgetUsd: 40\n', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ tier: 'solo', budgetUsd: 40, freeTiers: false, notPriced: [] });
  }, 60_000);

  test('over the budget it says by how much, and ends with 1', async () => {
    const { code, err, out } = await cost('cost:\n  budgetUsd: 5\n');
    expect(code).toBe(1);
    expect(out).toContain('✗ over the budget of $5.00');
    expect(err).toMatch(/costs \$\d+\.\d\d a month, idle; the budget is \$5\.00/);
    expect(err).toContain('→ Raise cost.budgetUsd');
  }, 60_000);

  test.each([
    ['a price that is none', 'cost:\n  prices: { kms.keys: 1 }\n', 'Did you mean kms.key?'],
    ['a price below nothing', 'cost:\n  prices: { kms.key: -1 }\n', 'cost.prices.kms.key'],
    ['a budget in words', 'cost:\n  budgetUsd: forty\n', 'cost.budgetUsd'],
    ['a key that is none', 'cost:\n  budget: 40\n', 'budget'],
  ])('%s is bad input, told before a synth', async (_, part, told) => {
    const { code, err, out } = await cost(part);
    expect(code).toBe(2);
    expect(err).toContain(told);
    expect(err).not.toContain('Synthesizing');
    expect(out).toBe('');
  });
});
