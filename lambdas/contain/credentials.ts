/** The credentials of one measure: the fixer's role, narrowed to one target and the few actions of its measure. */
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { type Reach, takeStatements } from '../../lib/contain/permissions';
import type { Environment } from '../../lib/resources/intrinsics';
import type { SdkConfig } from '../drift/live/live';
import { measures } from './measures';
import type { Measure } from './measures/measure';
import type { Target } from './target';

/** Seconds; AWS takes 900 at least. */
const sessionSeconds = 900;

/** AWS takes no longer session policy. */
const policyLimit = 2_048;

function reachOf(target: Target): Reach {
  switch (target.kind) {
    case 'iam.role':
    case 'iam.user':
    case 'iam.access-key':
      return { principal: target.arn };
    case 'ec2.instance':
      return { instance: target.id };
    case 's3.bucket':
      return { bucket: target.name };
    case 'cognito.user':
      return { pool: target.pool };
    default:
      return {};
  }
}

/** One target, and what its measure needs; whatever the role itself may do. */
export function measurePolicy(target: Target, place: Environment): string {
  const Statement = takeStatements(target.kind, reachOf(target), place);
  const policy = JSON.stringify({ Version: '2012-10-17', Statement });
  if (policy.length > policyLimit)
    throw new RangeError(
      `the session policy for ${target.kind} has ${policy.length} characters; AWS takes ${policyLimit}`,
    );
  return policy;
}

/**
 * Opens the measure of a target with such credentials.
 *
 * @param sdk settings of clients, credentials aside
 * @throws what STS throws, and TypeError where it gives no credentials
 */
export function measureWith(
  sts: STSClient,
  roleArn: string,
  place: Environment,
  sdk: SdkConfig,
): (target: Target, session: string) => Promise<Measure> {
  return async (target, session) => {
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: session,
        DurationSeconds: sessionSeconds,
        Policy: measurePolicy(target, place),
      }),
    );
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given ?? {};
    if (!accessKeyId || !secretAccessKey) throw new TypeError(`STS gave no credentials for ${roleArn}`);
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
    return measures[target.kind].open((service) => ({ ...sdk(service), credentials }), place.partition);
  };
}
