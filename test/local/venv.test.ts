/** What a machine without a usable Python is told, and that everything that is installed is pinned. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatorPython } from '../../local/venv';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'asepsis-venv-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const attempt = () => emulatorPython({ folder: join(folder, 'made'), path: folder });

test('without Python the message says so and gives both ways out', async () => {
  await expect(attempt()).rejects.toMatchObject({
    code: 'LOCAL_CLOUD',
    message: expect.stringContaining('Python 3.10 or newer is needed for the local cloud: no Python was found on PATH'),
    remedy: expect.stringMatching(/Install Python 3\.10[\s\S]*AWS_ENDPOINT_URL[\s\S]*ASEPSIS_MOTO_URL/),
  });
});

test('a Python that is too old, or cannot make environments, is named', async () => {
  const python = join(folder, 'python3');
  writeFileSync(python, '#!/bin/sh\nexit 1\n');
  chmodSync(python, 0o755);
  await expect(attempt()).rejects.toThrow('python3 is older than 3.10 or lacks the venv module');
});

test('every package is pinned to one version, with hashes, and no host is named', () => {
  const text = readFileSync(join(__dirname, '../../local/requirements.txt'), 'utf8');
  const packages = text.split(/^(?=[a-z0-9])/m).filter((part) => /^[a-z0-9]/.test(part));
  expect(packages.length).toBeGreaterThan(30);
  for (const one of packages)
    expect(one).toMatch(
      /^[a-z0-9-]+==\S+( ; python_version < "3\.11")? \\\n( {4}--hash=sha256:[0-9a-f]{64}( \\)?\n)+$/,
    );
  expect(text).not.toMatch(/https?:|index-url|find-links/);
});
