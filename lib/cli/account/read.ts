/** Reads the facts of an account through the AWS SDK. Reads only; what they mean is decided in `judge.ts`. */
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { DescribeAvailabilityZonesCommand, DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetRoleCommand, IAMClient, paginateListAttachedRolePolicies } from '@aws-sdk/client-iam';
import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { paginateListSubscriptionsByTopic, SNSClient, type Subscription } from '@aws-sdk/client-sns';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ifAbsent, ifAbsentSaying } from '../../../lambdas/drift/live/absent';
import type { SdkConfig } from '../../../lambdas/drift/live/live';
import { localType } from '../../../local/transform/template';
import { bootstrapNames } from '../../bootstrap/names';
import type { Config } from '../../config/schema';
import { type AccountFacts, type BootstrapFacts, type Reading, readAs, type SingletonKey, unread } from './facts';
import { singletons } from './judge';
import { singletonReaders } from './read-singletons';

/** The SDK's messages have lines of advice for developers after the first. */
const reading = <T>(attempt: Promise<T>): Promise<Reading<T>> =>
  attempt.then(readAs<T>, (error: unknown) =>
    unread(error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error)),
  );

/** Account of the credentials. */
export async function callerOf(sdk: SdkConfig): Promise<string> {
  const { Account } = await new STSClient(sdk('sts')).send(new GetCallerIdentityCommand({}));
  if (!Account) throw new Error('STS did not say whose credentials these are');
  return Account;
}

async function managementAccount(sdk: SdkConfig): Promise<string | undefined> {
  const answer = await new OrganizationsClient(sdk('organizations'))
    .send(new DescribeOrganizationCommand({}))
    .catch(ifAbsent('AWSOrganizationsNotInUseException'));
  return answer?.Organization?.MasterAccountId;
}

/** Types in one stack of ours, under the names that AWS has for them; none where the stack does not exist. */
async function typesOfStack(client: CloudFormationClient, StackName: string): Promise<readonly string[]> {
  const types: string[] = [];
  const absent = ifAbsentSaying('ValidationError', /does not exist/i);
  const read = async () => {
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName }))
      for (const { ResourceStatus, ResourceType = '' } of StackResourceSummaries)
        if (ResourceStatus !== 'DELETE_COMPLETE') types.push(ResourceType);
  };
  await read().catch(absent);
  return types;
}

async function ours(sdk: SdkConfig, { name }: Config): Promise<ReadonlySet<string>> {
  const client = new CloudFormationClient(sdk('cloudformation'));
  const stacks = ['audit', 'network', 'detection'].map((part) => typesOfStack(client, `${name}-${part}`));
  const found = new Set((await Promise.all(stacks)).flat());
  // On an emulator some are made by a custom resource that stands for the type.
  const local = Object.values(singletons).filter(({ type }) => found.has(localType(type)));
  return new Set([...found, ...local.map(({ type }) => type)]);
}

async function bootstrap(sdk: SdkConfig, config: Config): Promise<BootstrapFacts | undefined> {
  const { executionRole: RoleName, qualifier } = bootstrapNames(config);
  const parameter = await new SSMClient(sdk('ssm'))
    .send(new GetParameterCommand({ Name: `/cdk-bootstrap/${qualifier}/version` }))
    .catch(ifAbsent('ParameterNotFound'));
  const version = parameter?.Parameter?.Value;
  if (version === undefined) return undefined;
  const client = new IAMClient(sdk('iam'));
  const { Role } = await client.send(new GetRoleCommand({ RoleName }));
  const executionPolicies: string[] = [];
  for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies({ client }, { RoleName }))
    executionPolicies.push(...AttachedPolicies.map(({ PolicyArn = '' }) => PolicyArn));
  return { version, boundaryArn: Role?.PermissionsBoundary?.PermissionsBoundaryArn, executionPolicies };
}

async function closedRegions(ec2: EC2Client): Promise<readonly string[]> {
  const { Regions = [] } = await ec2.send(new DescribeRegionsCommand({ AllRegions: true }));
  return Regions.filter(({ OptInStatus }) => OptInStatus === 'not-opted-in').map(({ RegionName = '' }) => RegionName);
}

async function zones(ec2: EC2Client): Promise<readonly string[]> {
  const { AvailabilityZones = [] } = await ec2.send(new DescribeAvailabilityZonesCommand({}));
  return AvailabilityZones.map(({ ZoneName = '' }) => ZoneName);
}

async function unconfirmed(sdk: SdkConfig, { account, name, region }: Config): Promise<readonly string[] | undefined> {
  const client = new SNSClient(sdk('sns'));
  const TopicArn = `arn:aws:sns:${region}:${account}:${name}-alerts`;
  const read = async () => {
    const found: Subscription[] = [];
    for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn }))
      found.push(...(page.Subscriptions ?? []));
    return found.filter(({ SubscriptionArn }) => !SubscriptionArn?.startsWith('arn:'));
  };
  const absent = ifAbsent('NotFoundException', 'NotFound');
  return (await read().catch(absent))?.map(({ Endpoint = 'somebody' }) => Endpoint);
}

/** Every fact of the account that a configuration is for. Nothing is thrown: a read that fails is in its place. */
export async function readAccount(config: Config, sdk: SdkConfig): Promise<AccountFacts> {
  const ec2 = new EC2Client(sdk('ec2'));
  const found = Object.entries(singletonReaders).map(
    async ([key, read]) => [key as SingletonKey, await reading(read(sdk, config.account))] as const,
  );
  return {
    caller: await reading(callerOf(sdk)),
    managementAccount: await reading(managementAccount(sdk)),
    singletons: Object.fromEntries(await Promise.all(found)),
    ours: await reading(ours(sdk, config)),
    bootstrap: await reading(bootstrap(sdk, config)),
    closedRegions: await reading(closedRegions(ec2)),
    zones: await reading(zones(ec2)),
    unconfirmed: await reading(unconfirmed(sdk, config)),
  };
}
