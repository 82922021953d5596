/** How callers reach the local cloud: environment for child processes, settings for SDK clients. */
import { join } from 'node:path';
import type { SdkConfig } from '../lambdas/drift/live/live';

export interface Endpoints {
  readonly ministack: string;
  readonly moto?: string;
}

/** Services that MiniStack has no API for and moto has, by SDK package suffix. */
const servicesAtMoto: readonly string[] = ['guardduty', 'macie2', 'route53resolver', 'securityhub'];

/** Preloaded so that `<id>.localhost` names resolve. */
export const preload = join(__dirname, 'localhost.cjs');

/** S3 Control puts the account id before the host name, which an IP address cannot carry. */
function namedHost(url: string): string {
  const { port } = new URL(url);
  return url.includes('127.0.0.1') ? `http://localhost:${port}` : url;
}

/** Endpoint variables of the AWS SDKs, by service where they differ. */
export function serviceEndpoints(endpoints: Endpoints): Record<string, string> {
  const { ministack, moto } = endpoints;
  const atMoto = servicesAtMoto.flatMap((service) =>
    moto === undefined ? [] : [[`AWS_ENDPOINT_URL_${service.toUpperCase()}`, moto]],
  );
  return {
    AWS_ENDPOINT_URL: ministack,
    AWS_ENDPOINT_URL_S3: ministack,
    AWS_ENDPOINT_URL_S3_CONTROL: namedHost(ministack),
    ...Object.fromEntries(atMoto),
  };
}

/** What makes every AWS SDK and the CDK CLI in a child process speak to the local cloud and to nothing else. */
export function childEnvironment(endpoints: Endpoints, account: string, region: string): Record<string, string> {
  return {
    ...serviceEndpoints(endpoints),
    // The emulators take a 12-digit access key for the root of the account of that number.
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    // A profile of the person who runs this must not win over the above.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_PROFILE: '',
    NODE_OPTIONS: `--require ${JSON.stringify(preload)}`,
    NODE_NO_WARNINGS: '1',
  };
}

/** Settings for an SDK client by the suffix of its package. */
export function clientSettings(endpoints: Endpoints, account: string, region: string): SdkConfig {
  const credentials = { accessKeyId: account, secretAccessKey: 'local' };
  const endpointOf = (service: string) => {
    if (endpoints.moto !== undefined && servicesAtMoto.includes(service)) return endpoints.moto;
    return service === 's3-control' ? namedHost(endpoints.ministack) : endpoints.ministack;
  };
  return (service) => ({ region, endpoint: endpointOf(service), credentials, maxAttempts: 2 });
}
