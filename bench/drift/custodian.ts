/** Cloud Custodian's handler in a process of its own, from an environment of its own that nothing but the benchmark makes. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LocalCloud } from '../../local/cloud';
import { localFolder, type PythonKit, pythonWith } from '../../local/venv';
import { parseFixed, parseStart } from './custodian-output';
import type { Fixer } from './fixer';

const kit: PythonKit = {
  requirements: join(__dirname, 'custodian.txt'),
  prefix: 'custodian',
  title: 'Cloud Custodian',
};

/** What c7n deploys beside its handler: the policy, and the options of its execution. */
const configOf = (policy: object, account: string): string =>
  JSON.stringify({ 'execution-options': { account_id: account, tracer: 'default' }, policies: [policy] });

/** Starts its handler with one policy, as its Lambda function has one. */
export async function custodian(
  name: string,
  policy: object,
  cloud: LocalCloud,
  say: (text: string) => void,
): Promise<Fixer> {
  const python = await pythonWith(kit, { onProgress: ({ message }) => say(message) });
  mkdirSync(localFolder, { recursive: true });
  const folder = mkdtempSync(join(cloud.logs, 'custodian-'));
  writeFileSync(join(folder, 'config.json'), configOf(policy, cloud.account));
  // Boto takes an empty profile for the name of one; there is none in the empty files that the rest of it points to.
  const { AWS_PROFILE: _none, ...env } = cloud.env;
  const began = performance.now();
  const child = spawn(python, [join(__dirname, 'custodian.py'), folder], {
    env: { PATH: process.env.PATH ?? '', HOME: folder, ...env, AWS_LAMBDA_FUNCTION_NAME: name },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { done, value } = await lines.next();
    if (done) throw new Error(`Cloud Custodian ended:\n${errors.slice(-12).join('\n')}`);
    return value;
  };
  parseStart(await next());
  return {
    name,
    startMs: performance.now() - began,
    async fix(event) {
      child.stdin.write(`${JSON.stringify(event)}\n`);
      return parseFixed(await next());
    },
    stop: () => child.stdin.end(),
  };
}
