/** The credentials of one fix: the fixers' role, narrowed to one resource and the few actions of its controls. */
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { actionsOf } from '../../lib/drift/permissions';
import { type Scope, statementsFor } from '../../lib/drift/scope';
import { sessionSeconds } from './claim';
import type { Live, SdkConfig } from './live/live';
import type { FixRequest } from './ports';

/** AWS takes no longer session policy. */
const policyLimit = 2_048;

/** One resource, and what a fix of these paths needs by its controls; whatever the role itself may do. */
export function fixPolicy({ controls, kind, paths, physicalId }: Omit<FixRequest, 'session'>, scope: Scope): string {
  const actions = actionsOf(kind.kind.name, controls, paths);
  const Statement = statementsFor([{ kind: kind.kind.name, actions }], physicalId, scope);
  const policy = JSON.stringify({ Version: '2012-10-17', Statement });
  if (policy.length > policyLimit)
    throw new RangeError(
      `the session policy for ${kind.kind.name} has ${policy.length} characters; AWS takes ${policyLimit}`,
    );
  return policy;
}

/**
 * Opens a kind's live side with such credentials.
 *
 * @param sdk settings of clients, credentials aside
 * @throws what STS throws, and TypeError where it gives no credentials
 */
export function fixerWith(
  sts: STSClient,
  roleArn: string,
  scope: Scope,
  sdk: SdkConfig,
): (request: FixRequest) => Promise<Live<unknown>> {
  return async (request) => {
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: request.session,
        DurationSeconds: sessionSeconds,
        Policy: fixPolicy(request, scope),
      }),
    );
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given ?? {};
    if (!accessKeyId || !secretAccessKey) throw new TypeError(`STS gave no credentials for ${roleArn}`);
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
    return request.kind.open((service) => ({ ...sdk(service), credentials }));
  };
}
