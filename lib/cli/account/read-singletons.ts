/** Whether each singleton of account and region exists. Only a service's own "there is none" is read as absence. */
import { AccessAnalyzerClient, paginateListAnalyzers } from '@aws-sdk/client-accessanalyzer';
import {
  ConfigServiceClient,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
} from '@aws-sdk/client-config-service';
import { DescribeVpcBlockPublicAccessOptionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GuardDutyClient, paginateListDetectors } from '@aws-sdk/client-guardduty';
import { GetAccountPasswordPolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetMacieSessionCommand, Macie2Client } from '@aws-sdk/client-macie2';
import { GetPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { DescribeHubCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { ifAbsent, ifAbsentSaying } from '../../../lambdas/drift/live/absent';
import type { SdkConfig } from '../../../lambdas/drift/live/live';
import type { FoundSingleton, SingletonKey } from './facts';

type Found = FoundSingleton | undefined;

const named = (names: readonly (string | undefined)[]): Found => {
  const known = names.filter((name) => name !== undefined && name !== '');
  return known.length > 0 ? { name: known.join(', ') } : undefined;
};

async function detectors(sdk: SdkConfig): Promise<Found> {
  const client = new GuardDutyClient(sdk('guardduty'));
  const ids: string[] = [];
  for await (const page of paginateListDetectors({ client }, {})) ids.push(...(page.DetectorIds ?? []));
  return named(ids);
}

async function hub(sdk: SdkConfig): Promise<Found> {
  const found = await new SecurityHubClient(sdk('securityhub'))
    .send(new DescribeHubCommand({}))
    .catch(ifAbsentSaying('InvalidAccessException', /not subscribed/i))
    .catch(ifAbsent('ResourceNotFoundException'));
  return named([found?.HubArn]);
}

/** A channel without a recorder is in the way as well: an account has one of each. */
async function recorder(sdk: SdkConfig): Promise<Found> {
  const client = new ConfigServiceClient(sdk('config-service'));
  const { ConfigurationRecorders = [] } = await client.send(new DescribeConfigurationRecordersCommand({}));
  const { DeliveryChannels = [] } = await client.send(new DescribeDeliveryChannelsCommand({}));
  return named([...ConfigurationRecorders, ...DeliveryChannels].map(({ name }) => name));
}

async function analyzers(sdk: SdkConfig): Promise<Found> {
  const client = new AccessAnalyzerClient(sdk('accessanalyzer'));
  const names: (string | undefined)[] = [];
  // Those of unused access are of another kind, and do not count against this one.
  for await (const { analyzers: page = [] } of paginateListAnalyzers({ client }, {}))
    names.push(...page.filter(({ type }) => type === 'ACCOUNT' || type === 'ORGANIZATION').map(({ name }) => name));
  return named(names);
}

async function macie(sdk: SdkConfig): Promise<Found> {
  const session = await new Macie2Client(sdk('macie2'))
    .send(new GetMacieSessionCommand({}))
    .catch(ifAbsentSaying('AccessDeniedException', /not enabled/i))
    .catch(ifAbsent('ResourceNotFoundException'));
  return named([session?.status]);
}

async function vpcBlock(sdk: SdkConfig): Promise<Found> {
  const answer = await new EC2Client(sdk('ec2')).send(new DescribeVpcBlockPublicAccessOptionsCommand({}));
  const mode = answer.VpcBlockPublicAccessOptions?.InternetGatewayBlockMode;
  if (mode === undefined) throw new Error('EC2 answered without the mode of VPC block public access');
  return mode === 'off' ? undefined : { name: mode };
}

async function s3Block(sdk: SdkConfig, AccountId: string): Promise<Found> {
  const found = await new S3ControlClient(sdk('s3-control'))
    .send(new GetPublicAccessBlockCommand({ AccountId }))
    .catch(ifAbsent('NoSuchPublicAccessBlockConfiguration'));
  const on = Object.entries(found?.PublicAccessBlockConfiguration ?? {}).filter(([, value]) => value === true);
  return named(on.map(([name]) => name));
}

async function passwordPolicy(sdk: SdkConfig): Promise<Found> {
  const found = await new IAMClient(sdk('iam'))
    .send(new GetAccountPasswordPolicyCommand({}))
    .catch(ifAbsent('NoSuchEntity', 'NoSuchEntityException'));
  const policy = found?.PasswordPolicy;
  return policy ? { name: `${policy.MinimumPasswordLength ?? 6} characters or more` } : undefined;
}

type Reader = (sdk: SdkConfig, account: string) => Promise<Found>;

/** The account's API Gateway role is in none of our templates, so it is not read. */
export const singletonReaders: Readonly<Partial<Record<SingletonKey, Reader>>> = {
  guardDutyDetector: detectors,
  securityHub: hub,
  configRecorder: recorder,
  accessAnalyzer: analyzers,
  macieSession: macie,
  vpcBlockPublicAccess: vpcBlock,
  s3AccountPublicAccessBlock: s3Block,
  passwordPolicy,
};
