/** How the command line reaches an account: the SDK's own chain of credentials, at AWS or where AWS_ENDPOINT_URL says. */
import type { SdkConfig } from '../../../lambdas/drift/live/live';
import { clientSettings } from '../../../local/clients';
import { motoUrl } from '../../../local/cloud';

/** Settings for SDK clients. Credentials are never named here: the environment, a profile, SSO, a role. */
export function accountSdk(account: string, region: string, environment: NodeJS.ProcessEnv = process.env): SdkConfig {
  const ministack = environment.AWS_ENDPOINT_URL;
  if (!ministack) return () => ({ region });
  // Emulators that somebody brought: some services are at the second one, and S3 Control needs a host with a name.
  const settings = clientSettings({ ministack, moto: motoUrl(environment) }, account, region);
  return (service) => {
    const { credentials: _default, endpoint, ...rest } = settings(service);
    // The SDK itself reads the variables of single services.
    const own = environment[`AWS_ENDPOINT_URL_${service.replaceAll('-', '_').toUpperCase()}`];
    return own ? rest : { ...rest, endpoint };
  };
}
