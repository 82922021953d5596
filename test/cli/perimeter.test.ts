import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { loadConfig } from '../../lib/config/load';
import { perimeterPolicies } from '../../lib/perimeter/policies';

const folder = mkdtempSync(join(tmpdir(), 'asepsis-perimeter-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function perimeter(config: string, name: string) {
  const said: string[] = [];
  const out = join(folder, name);
  const say = (text: string) => void said.push(text);
  const code = await run(['node', 'asepsis', 'perimeter', '--config', config, '--out', out], { out: say, err: say });
  return { code, out, said: said.join('\n') };
}

test('an organisation gets its four policies, letter by letter, with what attaches them', async () => {
  const { code, out, said } = await perimeter('config/hospital.yaml', 'hospital');
  expect(code).toBe(0);
  const policies = perimeterPolicies(loadConfig('config/hospital.yaml'));
  expect(readdirSync(out).sort()).toEqual(policies.map(({ name }) => `${name}.json`).sort());
  expect(policies).toHaveLength(4);
  for (const { content, name, type } of policies) {
    const text = readFileSync(join(out, `${name}.json`), 'utf8');
    expect(JSON.parse(text)).toEqual(content);
    expect(text.length).toBeLessThanOrEqual(5120);
    expect(said).toContain(`create-policy --type ${type} --name ${name}`);
  }
});

test('without an organisation there are three, and the reason', async () => {
  const { code, out, said } = await perimeter('config/clinic.yaml', 'clinic');
  expect(code).toBe(0);
  expect(readdirSync(out)).toHaveLength(3);
  expect(said).toContain('organisation.id is not set');
});

test('a bad configuration writes nothing and ends with 2', async () => {
  const file = join(folder, 'bad.yaml');
  writeFileSync(file, 'tier: palace\n');
  const { code, out } = await perimeter(file, 'bad');
  expect(code).toBe(2);
  expect(existsSync(out)).toBe(false);
});
