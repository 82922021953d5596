/** A process that starts a local cloud, prints the ids of the emulators' process groups, and then does nothing. */
import { startLocalCloud } from '../../local/cloud';

async function main(): Promise<void> {
  const cloud = await startLocalCloud({ account: '444455556666', region: 'eu-central-1' });
  const keep = process.argv[2] === 'release';
  process.stdout.write(
    `${JSON.stringify({ pids: cloud.processes, endpoints: cloud.endpoints, released: keep ? cloud.release() : [] })}\n`,
  );
  if (!keep) setInterval(() => {}, 60_000);
}

void main();
