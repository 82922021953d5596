/** Suspects looked up live: what a finding says is a claim, and a name may have passed to somebody else since. */

import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DescribeInstancesCommand, DescribeNetworkInterfacesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  GetAccessKeyLastUsedCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  paginateListAccessKeys,
} from '@aws-sdk/client-iam';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { ifAbsent } from '../drift/live/absent';
import type { SdkConfig } from '../drift/live/live';
import type { Subject } from './decide';
import { type Named, nameOfSuspect, type Suspect } from './suspect';
import type { Target } from './target';

/** Malformed names are names of nothing. */
const noEntity = ifAbsent('NoSuchEntity', 'NoSuchEntityException', 'ValidationError', 'ValidationException');

interface Clients {
  readonly iam: IAMClient;
  readonly ec2: EC2Client;
  readonly s3: S3Client;
  readonly pools: CognitoIdentityProviderClient;
  readonly account: string;
}

type Found = Target | { readonly why: string };

const gone = (what: string): Found => ({ why: `${what} is not here` });

async function role(
  { iam }: Clients,
  { name: RoleName, roleId }: Extract<Suspect, { what: 'role' }>,
): Promise<readonly Found[]> {
  const { Role } = (await iam.send(new GetRoleCommand({ RoleName })).catch(noEntity)) ?? {};
  if (!Role?.Arn || !Role.RoleName) return [gone('the role')];
  if (roleId !== undefined && Role.RoleId !== roleId)
    return [{ why: 'the role of that name is another one by now: its id is not the one that acted' }];
  // IAM lets nobody but the service change it.
  if (Role.Path?.startsWith('/aws-service-role/')) return [{ why: "an AWS service's own role cannot be changed" }];
  return [{ kind: 'iam.role', name: Role.RoleName, arn: Role.Arn }];
}

/** The key that acted; where it was a session's, all of the user's active keys: one of them may have opened it. */
async function keysOf(iam: IAMClient, user: string, arn: string, key: string | undefined): Promise<readonly Found[]> {
  const keys: string[] = [];
  for await (const page of paginateListAccessKeys({ client: iam }, { UserName: user }))
    for (const { AccessKeyId, Status } of page.AccessKeyMetadata ?? [])
      if (AccessKeyId && (Status === 'Active' || AccessKeyId === key)) keys.push(AccessKeyId);
  const target = (id: string): Found => ({ kind: 'iam.access-key', id, user, arn });
  if (!key?.startsWith('AKIA')) return keys.map(target);
  if (keys.includes(key)) return [target(key)];
  const used = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key })).catch(noEntity);
  return [{ why: used?.UserName ? `the key ${key} is not this user's` : `the key ${key} is not here` }];
}

async function user({ iam }: Clients, { key, name }: Extract<Suspect, { what: 'user' }>): Promise<readonly Found[]> {
  const { User } = (await iam.send(new GetUserCommand({ UserName: name })).catch(noEntity)) ?? {};
  if (!User?.Arn || !User.UserName) return [gone('the user')];
  const sessions: Found = { kind: 'iam.user', name: User.UserName, arn: User.Arn };
  return [sessions, ...(await keysOf(iam, User.UserName, User.Arn, key))];
}

async function instance({ ec2 }: Clients, id: string): Promise<readonly Found[]> {
  const found = await ec2
    .send(new DescribeInstancesCommand({ InstanceIds: [id] }))
    .catch(ifAbsent('InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed'));
  const one = found?.Reservations?.[0]?.Instances?.[0];
  if (!one?.InstanceId || one.State?.Name === 'terminated') return [gone('the instance')];
  return [{ kind: 'ec2.instance', id: one.InstanceId }];
}

async function networkInterface(clients: Clients, id: string): Promise<readonly Found[]> {
  const found = await clients.ec2
    .send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] }))
    .catch(ifAbsent('InvalidNetworkInterfaceID.NotFound', 'InvalidNetworkInterfaceId.Malformed'));
  const [one] = found?.NetworkInterfaces ?? [];
  if (!one?.NetworkInterfaceId) return [gone('the network interface')];
  if (one.RequesterManaged) return [{ why: 'an AWS service manages that interface: contain what uses it' }];
  // With its instance, whose volumes are to be kept.
  if (one.Attachment?.InstanceId) return instance(clients, one.Attachment.InstanceId);
  return [{ kind: 'ec2.network-interface', id: one.NetworkInterfaceId }];
}

async function principalArn({ iam }: Clients, { is, name }: Named): Promise<string | undefined> {
  const found =
    is === 'role'
      ? (await iam.send(new GetRoleCommand({ RoleName: name })).catch(noEntity))?.Role
      : (await iam.send(new GetUserCommand({ UserName: name })).catch(noEntity))?.User;
  return found?.Arn;
}

async function bucket(
  clients: Clients,
  { from, name: Bucket }: Extract<Suspect, { what: 'bucket' }>,
): Promise<readonly Found[]> {
  const found = await clients.s3
    .send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: clients.account }))
    .catch(ifAbsent('NotFound', 'NoSuchBucket', '403', 'Forbidden', 'AccessDenied'));
  if (found === undefined) return [{ why: 'the bucket is not in this account' }];
  const principal = await principalArn(clients, from);
  return [
    principal === undefined ? gone(`the ${from.is} ${from.name}`) : { kind: 's3.bucket', name: Bucket, principal },
  ];
}

async function person(
  { pools }: Clients,
  { name: Username, pool }: Extract<Suspect, { what: 'person' }>,
): Promise<readonly Found[]> {
  const found = await pools
    .send(new AdminGetUserCommand({ UserPoolId: pool, Username }))
    .catch(ifAbsent('UserNotFoundException', 'ResourceNotFoundException', 'InvalidParameterException'));
  return [found?.Username ? { kind: 'cognito.user', pool, name: found.Username } : gone('the user')];
}

function find(clients: Clients, suspect: Suspect): Promise<readonly Found[]> {
  switch (suspect.what) {
    case 'role':
      return role(clients, suspect);
    case 'user':
      return user(clients, suspect);
    case 'instance':
      return instance(clients, suspect.id);
    case 'interface':
      return networkInterface(clients, suspect.id);
    case 'bucket':
      return bucket(clients, suspect);
    case 'person':
      return person(clients, suspect);
    default:
      return Promise.resolve([{ why: suspect.why }]);
  }
}

/**
 * A suspect as it is found: the targets that it stands for, or why there is none.
 *
 * @throws what a read throws: a failed read is never taken as absence
 */
export function looker(sdk: SdkConfig, account: string): (suspect: Suspect) => Promise<readonly Subject[]> {
  const clients: Clients = {
    iam: new IAMClient(sdk('iam')),
    ec2: new EC2Client(sdk('ec2')),
    s3: new S3Client({ ...sdk('s3'), forcePathStyle: true }),
    pools: new CognitoIdentityProviderClient(sdk('cognito-identity-provider')),
    account,
  };
  return async (suspect) => {
    const found = await find(clients, suspect);
    const name = nameOfSuspect(suspect);
    return found.map((one) => ({
      name,
      sure: suspect.sure,
      ...('why' in one ? { why: one.why } : { target: one }),
    }));
  };
}
