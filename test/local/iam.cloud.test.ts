/**
 * IAM is enforced in the local cloud, closely enough to AWS for our policies: what is tried here is what they rely on.
 * It is an emulator's enforcement, not AWS's: docs/local-cloud.md says what it does not model.
 */
import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
} from '@aws-sdk/client-cognito-identity';
import * as idp from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  EC2Client,
  EnableImageBlockPublicAccessCommand,
  GetImageBlockPublicAccessStateCommand,
} from '@aws-sdk/client-ec2';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetPublicAccessBlockCommand, PutPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { AssumeRoleCommand, type Credentials, STSClient } from '@aws-sdk/client-sts';
import { sharedCloud } from './shared-cloud';

jest.setTimeout(60_000);

const cloud = sharedCloud();
const { account } = cloud;
const iam = new IAMClient({ ...cloud.clientConfig('iam') });
const root = new S3Client({ ...cloud.clientConfig('s3') });
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const path = '/iam-test/';

type Settings = ConstructorParameters<typeof S3Client>[0];

function as(credentials: Credentials | undefined, settings: Settings = {}): S3Client {
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken } = credentials ?? {};
  return new S3Client({
    ...cloud.clientConfig('s3'),
    ...settings,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  });
}

const put = (client: S3Client, Bucket: string) =>
  client.send(new PutObjectCommand({ Bucket, Key: 'image', Body: 'x' }));
const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'allowed',
    (error: Error) => error.name,
  );

/** A role that may do all in the buckets of the practice that its session is tagged with. */
async function practiceRole(name: string, trust: object): Promise<string> {
  await iam.send(new CreateRoleCommand({ RoleName: name, Path: path, AssumeRolePolicyDocument: document(trust) }));
  const statement = {
    Effect: 'Allow',
    Action: 's3:*Object',
    Resource: 'arn:aws:s3:::iam-test-${aws:PrincipalTag/practice}/*',
  };
  await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'work', PolicyDocument: document(statement) }));
  return `arn:aws:iam::${account}:role${path}${name}`;
}

const anyone = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
};

async function assume(RoleArn: string, practice: string): Promise<Credentials | undefined> {
  const sts = new STSClient({ ...cloud.clientConfig('sts') });
  return (
    await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test', Tags: [{ Key: 'practice', Value: practice }] }),
    )
  ).Credentials;
}

let role: string;

beforeAll(async () => {
  for (const practice of ['north', 'south'])
    await root.send(new CreateBucketCommand({ Bucket: `iam-test-${practice}` }));
  role = await practiceRole('iam-test-clinician', anyone);
});

test('a session does what its practice’s tag lets it, and nothing in another practice', async () => {
  const north = as(await assume(role, 'north'));
  expect(await outcome(put(north, 'iam-test-north'))).toBe('allowed');
  expect(await outcome(put(north, 'iam-test-south'))).toBe('AccessDenied');
  expect(await outcome(north.send(new GetObjectCommand({ Bucket: 'iam-test-south', Key: 'image' })))).toBe(
    'AccessDenied',
  );
});

test('a trust policy decides who may assume, and whether with tags', async () => {
  const closed = await practiceRole('iam-test-closed', {
    ...anyone,
    Condition: { StringEquals: { 'aws:RequestTag/practice': 'south' } },
  });
  expect(await outcome(assume(closed, 'north'))).toBe('AccessDenied');
  expect(await outcome(assume(closed, 'south'))).toBe('allowed');
});

describe('a bucket policy’s deny', () => {
  const deny = (Condition: object) => {
    const Policy = document({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::iam-test-north/*',
      Condition,
    });
    return root.send(new PutBucketPolicyCommand({ Bucket: 'iam-test-north', Policy }));
  };
  const attempt = async (settings: Settings = {}) =>
    outcome(put(as(await assume(role, 'north'), settings), 'iam-test-north'));

  test.each([
    ['plain transport', { Bool: { 'aws:SecureTransport': 'false' } }, 'allowed'],
    ['another role', { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/iam-test/other' } }, 'AccessDenied'],
    [
      'any role but this, by its path',
      { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/iam-test/iam-test-clinician' } },
      'allowed',
    ],
    ['what is no AWS service', { Bool: { 'aws:PrincipalIsAWSService': 'false' } }, 'AccessDenied'],
    ['what comes through an AWS service', { Bool: { 'aws:ViaAWSService': 'true' } }, 'allowed'],
    ['sessions of another practice', { StringNotEquals: { 'aws:PrincipalTag/practice': 'north' } }, 'allowed'],
    ['any call from elsewhere than a network', { StringNotEquals: { 'aws:SourceVpc': 'vpc-0' } }, 'AccessDenied'],
  ])('of %s', async (_, condition, expected) => {
    await deny(condition);
    expect(await attempt()).toBe(expected);
  });

  test('of calls from elsewhere than a network lets in those that come by its endpoint', async () => {
    const ec2 = new EC2Client({ ...cloud.clientConfig('ec2') });
    const network = async () => (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.77.0.0/16' }))).Vpc?.VpcId ?? '';
    const [inside, without] = [await network(), await network()];
    await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: inside,
        ServiceName: `com.amazonaws.${cloud.region}.s3`,
        VpcEndpointType: 'Gateway',
      }),
    );
    await deny({ StringNotEquals: { 'aws:SourceVpc': [inside, without] } });
    expect(await attempt()).toBe('AccessDenied');
    expect(await attempt({ userAgentAppId: inside })).toBe('allowed');
    expect(await attempt({ userAgentAppId: without })).toBe('AccessDenied');
  });
});

describe('an identity pool', () => {
  const people = new idp.CognitoIdentityProviderClient({ ...cloud.clientConfig('cognito-identity-provider') });
  const pools = new CognitoIdentityClient({ ...cloud.clientConfig('cognito-identity') });
  const email = 'doctor@example.org';
  const Password = 'Correct-Horse-7-Battery';
  let token: string;
  let provider: string;
  let client: string;

  beforeAll(async () => {
    const { UserPool } = await people.send(
      new idp.CreateUserPoolCommand({
        PoolName: 'iam-test',
        Schema: [{ Name: 'practice', AttributeDataType: 'String', Mutable: true }],
      }),
    );
    const UserPoolId = UserPool?.Id;
    const { UserPoolClient } = await people.send(
      new idp.CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: 'test',
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      }),
    );
    client = UserPoolClient?.ClientId ?? '';
    provider = `cognito-idp.${cloud.region}.amazonaws.com/${UserPoolId}`;
    await people.send(
      new idp.AdminCreateUserCommand({
        UserPoolId,
        Username: email,
        MessageAction: 'SUPPRESS',
        UserAttributes: [{ Name: 'custom:practice', Value: 'south' }],
      }),
    );
    await people.send(new idp.AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password, Permanent: true }));
    const signIn = new idp.InitiateAuthCommand({
      ClientId: client,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: Password },
    });
    token = (await people.send(signIn)).AuthenticationResult?.IdToken ?? '';
  });

  async function credentials(audience: (pool: string) => string, name: string): Promise<Credentials> {
    const { IdentityPoolId = '' } = await pools.send(
      new CreateIdentityPoolCommand({
        IdentityPoolName: name,
        AllowUnauthenticatedIdentities: false,
        CognitoIdentityProviders: [{ ProviderName: provider, ClientId: client }],
      }),
    );
    const issuer = 'cognito-identity.amazonaws.com';
    const arn = await practiceRole(name, {
      Effect: 'Allow',
      Principal: { Federated: issuer },
      Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
      Condition: {
        StringEquals: { [`${issuer}:aud`]: audience(IdentityPoolId) },
        'ForAnyValue:StringLike': { [`${issuer}:amr`]: 'authenticated' },
      },
    });
    await pools.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles: { authenticated: arn } }));
    await pools.send(
      new SetPrincipalTagAttributeMapCommand({
        IdentityPoolId,
        IdentityProviderName: provider,
        PrincipalTags: { practice: 'custom:practice' },
      }),
    );
    const Logins = { [provider]: token };
    const { IdentityId } = await pools.send(new GetIdCommand({ IdentityPoolId, Logins }));
    const { Credentials: given } = await pools.send(new GetCredentialsForIdentityCommand({ IdentityId, Logins }));
    return {
      AccessKeyId: given?.AccessKeyId,
      SecretAccessKey: given?.SecretKey,
      SessionToken: given?.SessionToken,
      Expiration: given?.Expiration,
    };
  }

  test('tags the session with the practice of the token', async () => {
    const doctor = as(await credentials((pool) => pool, 'iam-test-people'));
    expect(await outcome(put(doctor, 'iam-test-south'))).toBe('allowed');
    expect(await outcome(put(doctor, 'iam-test-north'))).toBe('AccessDenied');
  });

  test('gives nothing when the role trusts another pool', async () => {
    expect(
      await outcome(credentials(() => 'us-east-1:00000000-0000-0000-0000-000000000000', 'iam-test-strangers')),
    ).toBe('InvalidIdentityPoolConfigurationException');
  });
});

test('the account’s switches keep what was put', async () => {
  const control = new S3ControlClient({ ...cloud.clientConfig('s3-control') });
  const block = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
  await control.send(new PutPublicAccessBlockCommand({ AccountId: account, PublicAccessBlockConfiguration: block }));
  expect(
    (await control.send(new GetPublicAccessBlockCommand({ AccountId: account }))).PublicAccessBlockConfiguration,
  ).toEqual(block);
  const ec2 = new EC2Client({ ...cloud.clientConfig('ec2') });
  await ec2.send(new EnableImageBlockPublicAccessCommand({ ImageBlockPublicAccessState: 'block-new-sharing' }));
  expect((await ec2.send(new GetImageBlockPublicAccessStateCommand({}))).ImageBlockPublicAccessState).toBe(
    'block-new-sharing',
  );
});
