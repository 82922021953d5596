/** The one local cloud that all `*.cloud.test.ts` share: started by global-setup.ts, found again by each test file. */

import { childEnvironment, clientSettings, type Endpoints } from '../../local/clients';
import type { LocalCloud } from '../../local/cloud';

interface SharedCloud {
  readonly account: string;
  readonly region: string;
  readonly endpoints: Endpoints;
  readonly logs: string;
}

const variable = 'ASEPSIS_TEST_CLOUD';

/** Said by the setup, in the environment that test workers inherit. */
export function shareCloud({ account, region, endpoints, logs }: LocalCloud): void {
  process.env[variable] = JSON.stringify({ account, region, endpoints, logs } satisfies SharedCloud);
}

/** The shared cloud, as `startLocalCloud` gave it. Its `stop` does nothing: the teardown stops it. */
export function sharedCloud(): LocalCloud {
  const text = process.env[variable];
  if (text === undefined) throw new Error(`${variable} is not set: run this with \`npx jest --selectProjects cloud\``);
  // SDK clients of the test reach `<account>.localhost` too.
  require('../../local/localhost.cjs');
  const { account, region, endpoints, logs } = JSON.parse(text) as SharedCloud;
  const settings = clientSettings(endpoints, account, region);
  return {
    account,
    region,
    endpoints,
    logs,
    owned: true,
    env: childEnvironment(endpoints, account, region),
    clientConfig: settings,
    processes: [],
    stop: async () => {},
    release: () => [],
  };
}
