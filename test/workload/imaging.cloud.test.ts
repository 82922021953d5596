/**
 * The reference workload end to end, on a deployment with two practices: templates through the real CDK CLI, people of
 * the user pool with an authenticator app, the HTTP API, the function, STS, S3 and KMS. Nothing is stubbed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminAddUserToGroupCommand,
  AdminRemoveUserFromGroupCommand,
  CognitoIdentityProviderClient,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  GetBucketPolicyCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { buildApp } from '../../lib/app';
import { rowsOf } from '../../lib/cli/local-deployment';
import { templatesOf } from '../../lib/gates/gate';
import { readTemplates } from '../../lib/resources/template';
import type { DeployReport } from '../../local/cloud';
import { deployLocally } from '../../local/deploy';
import { readBackDeployment } from '../../local/readback';
import { type WorkloadReport, walkWorkload } from '../../local/workload';
import { ownStore } from '../../local/workload/credentials';
import { addPerson, enrol, signIn } from '../../local/workload/people';
import { nextStep, totp } from '../../local/workload/totp';
import { testConfig, ungated } from '../configs';
import { sharedCloud } from '../local/shared-cloud';

jest.setTimeout(180_000);

const cloud = sharedCloud();
const folder = mkdtempSync(join(tmpdir(), 'asepsis-workload-'));
const adopted = ['guardDutyDetector', 'securityHub', 'configRecorder', 'accessAnalyzer', 'vpcBlockPublicAccess'];
const config = testConfig('clinic', 'trial', {
  name: 'harbour',
  practices: [
    { id: 'derm', name: 'Harbour Dermatology' },
    { id: 'cardio', name: 'Harbour Cardiology' },
  ],
  // Singletons of the account, which other tests make and change meanwhile.
  existing: Object.fromEntries(adopted.map((one) => [one, 'adopt'])),
});
const bucketOf = (practice: string) => `harbour-${practice}-phi-${cloud.account}-${cloud.region}`;
const root = new S3Client({ ...cloud.clientConfig('s3') });
const idp = new CognitoIdentityProviderClient({ ...cloud.clientConfig('cognito-identity-provider') });

let deployment: DeployReport;
let report: WorkloadReport;

beforeAll(async () => {
  const assemblyDir = join(folder, 'cdk.out');
  const templates = templatesOf(buildApp(config, { ...ungated, bundling: true, outdir: assemblyDir }).synth());
  deployment = await deployLocally({ assemblyDir, cloud });
  // The emulator's CloudFormation ignores encryption and boundaries: the read-back completes them.
  const { account, region } = config;
  await readBackDeployment(
    {
      templates: readTemplates(templates, { account, region, partition: 'aws' }),
      deployed: rowsOf(deployment),
      sdk: cloud.clientConfig,
    },
    { complete: true },
  );
  report = await walkWorkload({ cloud, config, deployment });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const outcomes = (walk: WorkloadReport) => walk.steps.map(({ got, what }) => [what, got.replace(/arn:\S+/, '<key>')]);
const outputs = () => deployment.stacks.find(({ stack }) => stack === 'harbour-identity')?.outputs ?? {};
const door = () => ({ idp, userPoolId: outputs().UserPoolId ?? '', clientId: outputs().ClientId ?? '' });
const pool = () => ({ identityPoolId: outputs().IdentityPoolId ?? '', userPoolId: outputs().UserPoolId ?? '' });
const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'allowed',
    (error: Error) => error.name,
  );

test('a clinician signs in with MFA, stores and reads; everybody else is refused', () => {
  expect(outcomes(report)).toEqual([
    ['a clinician with a wrong code of the authenticator app', 'CodeMismatchException'],
    ['a clinician with the right code and a wrong password', 'NotAuthorizedException'],
    ['a clinician of derm stores an image', '201'],
    ['which stands under the key of derm', 'aws:kms <key>'],
    ['and reads it back', 'the same image'],
    ['another image in its place', '409 exists'],
    ['a web page named as an image', '415 content-is-not-of-type'],
    ['nobody, without a token, reading', '401'],
    ['nobody, without a token, storing', '401'],
    ['a forged token, reading', '401'],
    ['a forged token, storing', '401'],
    ['an access token, which says nothing of the practice, reading', '401 not-an-id-token'],
    ['an access token, which says nothing of the practice, storing', '401 not-an-id-token'],
    ['a clinician of cardio, reading', '403 other-practice'],
    ['a clinician of cardio, storing', '403 other-practice'],
    ['billing of derm, reading', '403 group-may-not'],
    ['billing of derm, storing', '403 group-may-not'],
    ['own credentials of derm, inside the network', 'allowed'],
    ['own credentials of derm, from outside, reading', 'AccessDenied'],
    ['own credentials of derm, from outside, storing', 'AccessDenied'],
    ['inside, storing without KMS', 'AccessDenied'],
    ['credentials of cardio, inside, reading', 'AccessDenied'],
    ['credentials of cardio, inside, storing', 'AccessDenied'],
  ]);
  expect(report.failed).toEqual([]);
});

test('of all that was tried, one image stands, named by a random id', async () => {
  const keysOf = async (practice: string) =>
    (await root.send(new ListObjectVersionsCommand({ Bucket: bucketOf(practice) }))).Versions?.map(({ Key }) => Key) ??
    [];
  expect(await keysOf('derm')).toEqual([expect.stringMatching(/^images\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)]);
  expect(await keysOf('cardio')).toEqual([]);
});

test('the other practice’s clinician works in the practice of their own', async () => {
  const practices = [...config.practices].reverse();
  const walk = await walkWorkload({ cloud, config: { ...config, practices }, deployment });
  expect(walk).toMatchObject({ practice: 'cardio', otherPractice: 'derm', failed: [] });
});

test('where the practice is the only one, whoever is tagged with another is refused', async () => {
  const walk = await walkWorkload({
    cloud,
    config: { ...config, practices: config.practices.slice(0, 1) },
    deployment,
  });
  expect(walk).toMatchObject({ practice: 'derm', otherPractice: 'elsewhere', failed: [] });
});

describe('the walk notices when', () => {
  const Bucket = bucketOf('derm');
  let Policy: string;
  const without = async (sid: string) => {
    Policy = (await root.send(new GetBucketPolicyCommand({ Bucket }))).Policy ?? '';
    const document = JSON.parse(Policy) as { Statement: { Sid?: string }[] };
    const Statement = document.Statement.filter(({ Sid }) => Sid !== sid);
    expect(Statement).toHaveLength(document.Statement.length - 1);
    await root.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ ...document, Statement }) }));
  };

  afterEach(() => root.send(new PutBucketPolicyCommand({ Bucket, Policy })));

  test.each([
    [
      'FromTheNetworkOnly',
      ['own credentials of derm, from outside, reading', 'own credentials of derm, from outside, storing'],
    ],
    ['KmsOnly', ['inside, storing without KMS']],
  ])('the store’s policy has lost its deny %s', async (sid, expected) => {
    await without(sid);
    const { failed } = await walkWorkload({ cloud, config, deployment });
    expect(failed.map(({ what }) => what)).toEqual(expected);
    expect(failed.map(({ got }) => got)).toEqual(expected.map(() => 'allowed'));
  });
});

describe('sign-in', () => {
  const member = (Username: string) => ({ UserPoolId: door().userPoolId, Username });

  test('a code without the session of a proven password opens nothing', async () => {
    const person = await enrol(door(), await addPerson(door(), 'sessionless', 'derm', 'clinician'));
    const answer = (Session: string | undefined) =>
      idp.send(
        new RespondToAuthChallengeCommand({
          ClientId: door().clientId,
          ChallengeName: 'SOFTWARE_TOKEN_MFA',
          Session,
          ChallengeResponses: {
            USERNAME: person.username,
            SOFTWARE_TOKEN_MFA_CODE: totp(person.secret, nextStep(Date.now())),
          },
        }),
      );
    expect(await outcome(answer(undefined))).toBe('NotAuthorizedException');
    expect(await outcome(answer('invented-by-someone-without-password'))).toBe('NotAuthorizedException');
  });

  test.each([
    ['two groups', (username: string) => new AdminAddUserToGroupCommand({ ...member(username), GroupName: 'billing' })],
    [
      'no group',
      (username: string) => new AdminRemoveUserFromGroupCommand({ ...member(username), GroupName: 'clinician' }),
    ],
  ])('the identity pool gives nothing to somebody of %s', async (name, change) => {
    const username = name.replaceAll(' ', '-');
    const made = await addPerson(door(), username, 'derm', 'clinician');
    await idp.send(change(username));
    const { id } = await signIn(door(), await enrol(door(), made));
    expect(await outcome(ownStore(cloud, pool(), id))).toBe('NotAuthorizedException');
  });
});
