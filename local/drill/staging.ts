/**
 * What the drill adds to a deployment: a sign-in by an organisation and the organisation's policies. Few deployments of
 * one account have either, and a control can be broken only where what it guards stands.
 */
import { EnablePolicyTypeCommand, ListRootsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import type { SdkConfig } from '../../lambdas/drift/live/live';
import type { Config } from '../../lib/config/schema';
import { perimeterPolicies } from '../../lib/perimeter/policies';

const signIn: Config['identity']['providers'][number] = {
  type: 'saml',
  name: 'drill-sso',
  metadataUrl: 'https://sso.example.com/metadata.xml',
  mfaClaim: { name: 'authnmethodsreferences', values: ['http://schemas.microsoft.com/claims/multipleauthn'] },
};

/** The same deployment with both, where the configuration does not name its own. */
export const staged = (config: Config): Config => ({
  ...config,
  organisation: {
    ...config.organisation,
    id: config.organisation.id ?? 'o-drilldrill',
    managesPolicies: true,
    // The account itself: the local cloud numbers its root by chance.
    policyTargets: [config.account],
  },
  identity:
    config.identity.providers.length > 0
      ? config.identity
      : {
          ...config.identity,
          providers: [signIn],
          callbackUrls: ['https://charts.example.com/signed-in'],
        },
});

/** An organisation takes a type of policy only where its root has it enabled. */
export async function enablePolicyTypes(sdk: SdkConfig, config: Config): Promise<void> {
  const client = new OrganizationsClient(sdk('organizations'));
  const { Roots = [] } = await client.send(new ListRootsCommand({}));
  const [root] = Roots;
  const enabled = new Set(root?.PolicyTypes?.map(({ Type }) => Type));
  for (const { type } of perimeterPolicies(config))
    if (!enabled.has(type)) await client.send(new EnablePolicyTypeCommand({ RootId: root?.Id, PolicyType: type }));
  client.destroy();
}
