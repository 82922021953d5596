/** A local cloud of a test file's own, brought to the command line as a person would: by environment variables. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type LocalCloud, startLocalCloud } from '../../local/cloud';
import { testConfig } from '../configs';
import { type Spoken, speak } from './speak';

export interface BroughtCloud {
  readonly cloud: LocalCloud;
  /** Runs one command line against it. */
  readonly asepsis: (...given: readonly string[]) => Promise<Spoken>;
  /** Writes a configuration and gives its path. */
  readonly write: (changes?: Record<string, unknown>, tier?: 'solo' | 'clinic') => string;
  readonly stop: () => Promise<void>;
}

export async function bringCloud(): Promise<BroughtCloud> {
  const { account, region } = testConfig();
  const cloud = await startLocalCloud({ account, region });
  const before = { ...process.env };
  for (const [name, value] of Object.entries(cloud.env)) if (name.startsWith('AWS_')) process.env[name] = value;
  const folder = mkdtempSync(join(tmpdir(), 'asepsis-cli-'));
  let files = 0;
  return {
    cloud,
    asepsis: speak,
    write: (changes = {}, tier = 'solo') => {
      const file = join(folder, `config-${++files}.yaml`);
      const mode = changes.mode === 'production' ? 'production' : 'trial';
      writeFileSync(file, stringify(testConfig(tier, mode, changes)));
      return file;
    },
    stop: async () => {
      for (const name of Object.keys(cloud.env)) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
      rmSync(folder, { recursive: true, force: true });
      await cloud.stop();
    },
  };
}
