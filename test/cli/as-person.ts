/** The command line against the shared local cloud, as a person would bring it: by environment variables. */
import type { LocalCloud } from '../../local/cloud';
import { type Spoken, speak } from './speak';

/** Runs one command line with the variables of a cloud, and puts the environment back. */
export async function asPerson(cloud: LocalCloud, ...given: readonly string[]): Promise<Spoken> {
  const before = { ...process.env };
  for (const [name, value] of Object.entries(cloud.env)) if (name.startsWith('AWS_')) process.env[name] = value;
  try {
    return await speak(...given);
  } finally {
    for (const name of Object.keys(cloud.env)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
