/** Where SDK clients of the command line go. */
import { accountSdk } from '../../../lib/cli/account/sdk';

const settings = (service: string, environment: NodeJS.ProcessEnv) =>
  accountSdk('111122223333', 'us-east-1', environment)(service);
const brought = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };

test.each<[string, string, NodeJS.ProcessEnv, string | undefined]>([
  ['to AWS without a word', 's3', {}, undefined],
  ['to the emulator that is named', 's3', brought, 'http://127.0.0.1:4566'],
  ['by a host with a name for S3 Control', 's3-control', brought, 'http://localhost:4566'],
  [
    'to moto where it is',
    'guardduty',
    { ...brought, ASEPSIS_MOTO_URL: 'http://127.0.0.1:5000' },
    'http://127.0.0.1:5000',
  ],
  [
    'as the SDK reads it for a service of its own',
    'guardduty',
    { ...brought, AWS_ENDPOINT_URL_GUARDDUTY: 'http://x' },
    undefined,
  ],
])('%s', (_, service, environment, endpoint) => {
  expect(settings(service, environment).endpoint).toBe(endpoint);
});

test('credentials are never named: the SDK’s own chain finds them', () => {
  for (const environment of [{}, brought]) expect(settings('s3', environment).credentials).toBeUndefined();
});
