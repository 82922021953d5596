/**
 * The reference workload, walked from the door to the store on a deployed local cloud: a clinician of a practice signs
 * in with two factors, stores an image and reads it back; everybody else is refused, each for a reason of their own.
 */
import { randomUUID } from 'node:crypto';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Config } from '../lib/config/schema';
import { LocalCloudError } from '../lib/errors';
import { blueprintOf } from '../lib/stacks/blueprint';
import type { DeployReport, LocalCloud } from './cloud';
import { type ImagingAnswer, imagingApi } from './workload/api';
import { type IdentityDoor, ownStore } from './workload/credentials';
import { disguisedPage, randomPng } from './workload/image';
import { addPerson, enrol, type SignInDoor, signIn, type Tokens } from './workload/people';

/** One thing that was tried. */
export interface Step {
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

export interface WorkloadReport {
  readonly practice: string;
  /** Whose clinician was refused: another practice of the deployment, or one that it does not have. */
  readonly otherPractice: string;
  readonly steps: readonly Step[];
  /** Steps that came out otherwise than expected. */
  readonly failed: readonly Step[];
}

export interface WorkloadOptions {
  readonly cloud: LocalCloud;
  readonly config: Config;
  readonly deployment: Pick<DeployReport, 'stacks'>;
}

/** What the steps are made with. */
interface Scene extends IdentityDoor {
  readonly cloud: LocalCloud;
  readonly practice: string;
  readonly otherPractice: string;
  readonly api: ReturnType<typeof imagingApi>;
  readonly door: SignInDoor;
  readonly bucket: string;
  readonly keyArn: string;
  readonly network: string;
  /** Names a thing of this walk: a second walk on the same cloud makes people of its own. */
  readonly walk: string;
}

function found(value: string | undefined, what: string): string {
  if (value) return value;
  throw new LocalCloudError(`The deployment has no ${what}.`, 'Deploy all stacks of the configuration first.');
}

async function setScene({ cloud, config, deployment }: WorkloadOptions): Promise<Scene> {
  const [practice = '', other] = config.practices.map(({ id }) => id);
  const stackOf = (id: string) => deployment.stacks.find(({ stack }) => stack === `${config.name}-${id}`);
  const identity = stackOf('identity')?.outputs ?? {};
  const userPoolId = found(identity.UserPoolId, 'user pool');
  const url = found(stackOf(`practice-${practice}`)?.outputs.ImagingUrl, 'imaging API');
  const vpc = stackOf('network')?.resources.find(({ type }) => type === 'AWS::EC2::VPC');
  const kms = new KMSClient({ ...cloud.clientConfig('kms') });
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: `alias/${config.name}-${practice}` }));
  return {
    cloud,
    practice,
    otherPractice: other ?? 'elsewhere',
    api: imagingApi(url, cloud),
    door: {
      idp: new CognitoIdentityProviderClient({ ...cloud.clientConfig('cognito-identity-provider') }),
      userPoolId,
      clientId: found(identity.ClientId, 'app client'),
    },
    userPoolId,
    identityPoolId: found(identity.IdentityPoolId, 'identity pool'),
    bucket: blueprintOf(config).names.store(practice, 'phi'),
    keyArn: found(KeyMetadata?.Arn, `key of ${practice}`),
    network: found(vpc?.physicalId, 'network'),
    walk: randomUUID().slice(0, 8),
  };
}

const attempt = (trial: Promise<unknown>): Promise<string> =>
  trial.then(
    () => 'allowed',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );

const spoken = ({ reason, status }: ImagingAnswer): string =>
  reason === undefined ? `${status}` : `${status} ${reason}`;

/** Someone signed in, with both factors. */
async function someone({ door, walk }: Scene, practice: string, group: string): Promise<Tokens> {
  return signIn(door, await enrol(door, await addPerson(door, `${practice}-${group}-${walk}`, practice, group)));
}

/** Without the second factor nobody gets a token: `enrol` itself fails where Cognito would give one earlier. */
async function walkSignIn({
  door,
  practice,
  walk,
}: Scene): Promise<{ readonly tokens: Tokens; readonly steps: Step[] }> {
  const clinician = await enrol(door, await addPerson(door, `${practice}-clinician-${walk}`, practice, 'clinician'));
  const wrongPassword = { ...clinician, password: `${clinician.password}x` };
  const steps = [
    {
      what: 'a clinician with a wrong code of the authenticator app',
      expected: 'CodeMismatchException',
      got: await attempt(signIn(door, clinician, '000000')),
    },
    {
      what: 'a clinician with the right code and a wrong password',
      expected: 'NotAuthorizedException',
      got: await attempt(signIn(door, wrongPassword)),
    },
  ];
  return { tokens: await signIn(door, clinician), steps };
}

/** Stores and reads an image through the API, and looks at what then stands in the store. */
async function walkThroughDoor({ api, bucket, cloud, keyArn, practice }: Scene, imageId: string, token: string) {
  const image = randomPng();
  const stored = await api.put(imageId, image, token);
  const s3 = new S3Client({ ...cloud.clientConfig('s3') });
  // The emulator's root looks from outside, which AWS would deny to it too.
  const encryption = s3.send(new HeadObjectCommand({ Bucket: bucket, Key: `images/${imageId}` })).then(
    ({ SSEKMSKeyId, ServerSideEncryption }) => `${ServerSideEncryption} ${SSEKMSKeyId}`,
    (error: Error) => error.name,
  );
  const read = await api.get(imageId, token);
  const same = read.status === 200 && read.content.equals(image) && read.contentType === 'image/png';
  return [
    { what: `a clinician of ${practice} stores an image`, expected: '201', got: spoken(stored) },
    {
      what: `which stands under the key of ${practice}`,
      expected: `aws:kms ${keyArn}`,
      got: await encryption,
    },
    { what: 'and reads it back', expected: 'the same image', got: same ? 'the same image' : spoken(read) },
    {
      what: 'another image in its place',
      expected: '409 exists',
      got: spoken(await api.put(imageId, randomPng(), token)),
    },
    {
      what: 'a web page named as an image',
      expected: '415 content-is-not-of-type',
      got: spoken(await api.put(randomUUID(), disguisedPage, token)),
    },
  ];
}

/** Those whom the API refuses. */
async function walkRefusals(scene: Scene, imageId: string, own: Tokens, other: Tokens): Promise<readonly Step[]> {
  const { api, otherPractice, practice } = scene;
  const billing = await someone(scene, practice, 'billing');
  const forged = `${own.id.slice(0, -8)}${own.id.endsWith('AAAAAAAA') ? 'BBBBBBBB' : 'AAAAAAAA'}`;
  const cases: readonly (readonly [what: string, token: string | undefined, expected: string])[] = [
    ['nobody, without a token', undefined, '401'],
    ['a forged token', forged, '401'],
    ['an access token, which says nothing of the practice', own.access, '401 not-an-id-token'],
    [`a clinician of ${otherPractice}`, other.id, '403 other-practice'],
    [`billing of ${practice}`, billing.id, '403 group-may-not'],
  ];
  const steps: Step[] = [];
  for (const [who, token, expected] of cases) {
    steps.push({ what: `${who}, reading`, expected, got: spoken(await api.get(imageId, token)) });
    steps.push({ what: `${who}, storing`, expected, got: spoken(await api.put(randomUUID(), randomPng(), token)) });
  }
  return steps;
}

/** Past the API: people's own AWS credentials at the store itself, from inside the network and from outside. */
async function walkAroundDoor(scene: Scene, imageId: string, own: Tokens, other: Tokens): Promise<readonly Step[]> {
  const { bucket, cloud, network, otherPractice, practice } = scene;
  const read = (s3: S3Client) => attempt(s3.send(new GetObjectCommand({ Bucket: bucket, Key: `images/${imageId}` })));
  const write = (s3: S3Client, more: object = {}) => {
    const put = { Bucket: bucket, Key: `images/${randomUUID()}`, Body: randomPng(), ContentType: 'image/png', ...more };
    return attempt(s3.send(new PutObjectCommand(put)));
  };
  const [mine, theirs] = [await ownStore(cloud, scene, own.id), await ownStore(cloud, scene, other.id)];
  const denied = 'AccessDenied';
  return [
    { what: `own credentials of ${practice}, inside the network`, expected: 'allowed', got: await read(mine(network)) },
    { what: `own credentials of ${practice}, from outside, reading`, expected: denied, got: await read(mine()) },
    { what: `own credentials of ${practice}, from outside, storing`, expected: denied, got: await write(mine()) },
    {
      what: 'inside, storing without KMS',
      expected: denied,
      got: await write(mine(network), { ServerSideEncryption: 'AES256' }),
    },
    { what: `credentials of ${otherPractice}, inside, reading`, expected: denied, got: await read(theirs(network)) },
    { what: `credentials of ${otherPractice}, inside, storing`, expected: denied, got: await write(theirs(network)) },
  ];
}

/**
 * Walks the workload of the configuration's first practice. Never throws for a step that comes out otherwise.
 *
 * @throws LocalCloudError where the deployment lacks what the workload needs; Error where nobody can sign in
 */
export async function walkWorkload(options: WorkloadOptions): Promise<WorkloadReport> {
  const scene = await setScene(options);
  const imageId = randomUUID();
  const signedIn = await walkSignIn(scene);
  const other = await someone(scene, scene.otherPractice, 'clinician');
  const steps = [
    ...signedIn.steps,
    ...(await walkThroughDoor(scene, imageId, signedIn.tokens.id)),
    ...(await walkRefusals(scene, imageId, signedIn.tokens, other)),
    ...(await walkAroundDoor(scene, imageId, signedIn.tokens, other)),
  ];
  const { otherPractice, practice } = scene;
  return { practice, otherPractice, steps, failed: steps.filter(({ expected, got }) => expected !== got) };
}
