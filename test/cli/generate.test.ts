import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { generatedFiles, withTiers } from '../../lib/cli/generate';
import { configJsonSchema } from '../../lib/config/json-schema';
import { tierSchema } from '../../lib/config/schema';
import { lessThanHospital, renderTiers } from '../../lib/config/tier-table';
import { tiers } from '../../lib/config/tiers';
import { controls } from '../../lib/controls';
import { renderControls } from '../../lib/controls/document';

const root = join(__dirname, '../..');

describe('what is generated', () => {
  test.each(generatedFiles.map((one) => [one.file, one.name, one.text] as const))(
    '%s is as `npm run %s` would write it',
    (file, _name, text) => {
      expect(readFileSync(join(root, file), 'utf8')).toBe(text());
    },
  );

  test('a README without a place for the table is refused', () => {
    expect(() => withTiers('# Asepsis\n')).toThrow(/tiers:begin/);
    expect(() => withTiers('<!-- tiers:end -->\n<!-- tiers:begin -->\n')).toThrow(/tiers:begin/);
  });

  test('what stands around the table is kept', () => {
    const text = withTiers('before\n<!-- tiers:begin -->\nstale\n<!-- tiers:end -->\nafter\n');
    expect(text.startsWith('before\n<!-- tiers:begin -->\n\n|')).toBe(true);
    expect(text.endsWith('\n\n<!-- tiers:end -->\nafter\n')).toBe(true);
    expect(text).not.toContain('stale');
    expect(withTiers(text)).toBe(text);
  });
});

describe('tiers', () => {
  test.each(tierSchema.options)('%s says why of everything that it has less of, and of nothing else', (tier) => {
    expect(Object.keys(tiers[tier].why).sort()).toEqual([...lessThanHospital(tier)].sort());
  });

  test('each reason stands in the table and in the schema', () => {
    const { properties } = configJsonSchema() as { properties: { tier: { description: string } } };
    for (const why of tierSchema.options.flatMap((tier) => Object.values(tiers[tier].why))) {
      expect(renderTiers()).toContain(why);
      expect(properties.tier.description).toContain(why);
    }
  });
});

describe('the JSON Schema', () => {
  const schema = z.fromJSONSchema(configJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);
  const read = (tier: string) => parse(readFileSync(join(root, `config/${tier}.yaml`), 'utf8')) as object;

  test.each(tierSchema.options)('accepts the shipped %s.yaml, which names it', (tier) => {
    expect(schema.safeParse(read(tier)).error?.issues ?? []).toEqual([]);
    expect(readFileSync(join(root, `config/${tier}.yaml`), 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\.\/asepsis\.schema\.json\n/,
    );
  });

  test.each([
    ['an unknown key', { pratices: [] }],
    ['an unknown tier', { tier: 'big' }],
    ['an account that is a number', { account: 111122223333 }],
    ['a short password', { identity: { password: { minimumLength: 8 } } }],
  ])('refuses %s', (_what, change) => {
    expect(schema.safeParse({ ...read('clinic'), ...change }).success).toBe(false);
  });

  test('every key is explained, so that an editor can explain it', () => {
    const silent: string[] = [];
    const walk = (node: unknown, path: string): void => {
      const { properties = {} } = node as {
        properties?: Record<string, { description?: string; properties?: object }>;
      };
      for (const [key, child] of Object.entries(properties)) {
        if (child.description === undefined && child.properties === undefined) silent.push(`${path}${key}`);
        walk(child, `${path}${key}.`);
      }
    };
    walk(configJsonSchema(), '');
    expect(silent).toEqual([]);
  });
});

test('every control stands in its document, on one row', () => {
  const rows = renderControls(controls)
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows).toHaveLength(controls.length);
  for (const { id } of controls) expect(rows.filter((row) => row.startsWith(`| \`${id}\` |`))).toHaveLength(1);
  // Pipes inside of a cell would move what follows into other columns.
  for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(8);
});
