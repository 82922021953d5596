/**
 * What was really called on a local cloud, put through every layer of policies: MiniStack enforces IAM's, and neither key
 * policies on S3's calls, nor endpoint policies, nor what an organisation says. Pure.
 */
import { sessionPolicy } from '../lambdas/imaging/session';
import { actionsOf } from '../lib/reach/actions';
import { type Call, inPractice, type Replayed, type ReplayOptions, replay } from '../lib/reach/replay';
import type { Environment } from '../lib/resources/intrinsics';
import type { StackResource } from '../lib/resources/resolve';
import { s3Bucket } from '../lib/resources/s3-bucket';
import type { TemplateSet } from '../lib/resources/template';
import { actionOfCall, roleOf, type TracedCall } from './drill/granted';

/** ARN by the parameter that names a resource. What is an ARN already stays one. */
const arns: Readonly<Record<string, (name: string, environment: Environment) => string>> = {
  BackupVaultName: (name, { account, partition, region }) =>
    `arn:${partition}:backup:${region}:${account}:backup-vault:${name}`,
  Bucket: (name, { partition }) => `arn:${partition}:s3:::${name}`,
  FunctionName: (name, { account, partition, region }) =>
    `arn:${partition}:lambda:${region}:${account}:function:${name}`,
  KeyId: (name, { account, partition, region }) => `arn:${partition}:kms:${region}:${account}:key/${name}`,
  logGroupName: (name, { account, partition, region }) =>
    `arn:${partition}:logs:${region}:${account}:log-group:${name}`,
  QueueUrl: (url, { account, partition, region }) =>
    `arn:${partition}:sqs:${region}:${account}:${url.split('/').at(-1)}`,
  TableName: (name, { account, partition, region }) => `arn:${partition}:dynamodb:${region}:${account}:table/${name}`,
  UserPoolId: (id, { account, partition, region }) =>
    `arn:${partition}:cognito-idp:${region}:${account}:userpool/${id}`,
};

const onObjects = new Set(actionsOf.bucket.filter(({ within }) => within !== undefined).map(({ action }) => action));

/** Calls that name a policy and are about the identity that gets or loses it: IAM asks for leave on the latter. */
const ofIdentities = /^iam:((Attach|Detach)(Group|Role|User)Policy|PutRolePermissionsBoundary)$/;

/** Condition keys that such a policy is, by its parameter. */
const policyKeys: Readonly<Record<string, string>> = {
  PermissionsBoundary: 'iam:permissionsboundary',
  PolicyArn: 'iam:policyarn',
};

/** What the trace says of a call's context. */
const contextOf = ({ on = {} }: TracedCall): Pick<Call, 'context'> => {
  const facts = Object.entries(on).flatMap(([name, value]) => {
    const key = policyKeys[name];
    return key === undefined ? [] : [[key, [value]] as const];
  });
  return facts.length === 0 ? {} : { context: Object.fromEntries(facts) };
};

/** The ARN of what a call was about; undefined where the trace does not say it, as for roles, whose paths it lacks. */
function resourceOf(call: TracedCall, environment: Environment): string | undefined {
  const { on = {} } = call;
  const action = actionOfCall(call);
  for (const [name, value] of Object.entries(on)) {
    if (policyKeys[name] !== undefined && ofIdentities.test(action)) continue;
    if (value.startsWith('arn:')) return value;
    const arn = arns[name]?.(value, environment);
    // Which object it was, the trace never says.
    if (arn !== undefined) return onObjects.has(action) ? `${arn}/*` : arn;
  }
  return undefined;
}

/** The role that a function runs as, by its name or, where AWS names it, by where it is declared. */
function roleIn(set: TemplateSet, call: TracedCall): string {
  const name = roleOf(call);
  const running = set.ofType('AWS::Lambda::Function').find(({ properties }) => properties.FunctionName === name);
  const role = running && set.target(running.properties.Role);
  return role && role.properties.RoleName === undefined ? `${role.stack}/${role.logicalId}` : name;
}

/** The calls of the drift loop's functions, each once. */
export function callsOfLoop(traced: readonly TracedCall[], set: TemplateSet): readonly Call[] {
  const calls = traced.map((one): Call => {
    const resource = resourceOf(one, set.environment);
    const about = resource === undefined ? {} : { resource };
    return { role: roleIn(set, one), action: actionOfCall(one), ...about, ...contextOf(one) };
  });
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}

/** Whose workload was walked. */
export interface Walked {
  /** Name of the deployment. */
  readonly deployment: string;
  readonly practice: string;
}

const imageId = '00000000-0000-4000-8000-000000000000';

/**
 * The calls that the walk of the reference workload makes past its API: the function becomes the clinician of its
 * practice, for one object; and the clinician asks the store from inside the network.
 */
export function callsOfWorkload(set: TemplateSet, { deployment, practice }: Walked): readonly Call[] {
  const { account, partition, region } = set.environment;
  const bucket = `${deployment}-${practice}-phi-${account}-${region}`;
  const store = set.ofType('AWS::S3::Bucket').find(({ properties }) => properties.BucketName === bucket);
  const key = store && s3Bucket.read(store, set).encryption.keyArn;
  const role = `${deployment}-clinician`;
  const tags = { practice, group: 'clinician', person: 'somebody' };
  const roleArn = `arn:${partition}:iam::${account}:role/asepsis/${role}`;
  const settings = { bucket, keyArn: typeof key === 'string' ? key : '', region, roleArn, sessionSeconds: 900 };
  const context = Object.fromEntries(Object.entries(tags).map(([name, value]) => [`aws:requesttag/${name}`, [value]]));
  const assuming = { ...context, 'aws:tagkeys': Object.keys(tags), 'sts:durationseconds': ['900'] };
  const object = `images/${imageId}`;
  const acting = (['read', 'store'] as const).map((action): Call => {
    const session = JSON.parse(sessionPolicy({ ...tags, action, key: object }, settings));
    const asked = action === 'read' ? 's3:GetObject' : 's3:PutObject';
    return {
      role,
      tags,
      session,
      action: asked,
      resource: `arn:${partition}:s3:::${bucket}/${object}`,
      from: 'network',
    };
  });
  const own = acting.map(({ session: _session, ...call }) => call);
  const become = ['sts:AssumeRole', 'sts:TagSession'].map(
    (action): Call => ({
      role: `${deployment}-${practice}-imaging`,
      action,
      resource: roleArn,
      context: assuming,
      from: 'network',
    }),
  );
  return [...become, ...acting, ...own];
}

export interface ReplayReport {
  /** Calls that were made. */
  readonly made: readonly Replayed[];
  /** Of those, the ones that are not allowed for certain. */
  readonly refused: readonly Replayed[];
  /** The clinician's calls in a session of another practice; each must be denied. */
  readonly other: readonly Replayed[];
  readonly leaked: readonly Replayed[];
}

export interface Made {
  readonly loop: readonly TracedCall[];
  readonly walked: Walked;
  /** Whose clinician must be refused. */
  readonly otherPractice: string;
  /** What was deployed: the trace has physical ids. */
  /** AWS Organizations id, where there is one: policies of an organisation ask for it. */
  readonly organisation?: string;
  readonly deployed: readonly (StackResource & { readonly region?: string })[];
}

/** Replays what the loop and the workload called. */
export function replayMade(
  set: TemplateSet,
  { deployed, loop, organisation, otherPractice, walked }: Made,
): ReplayReport {
  const ids = Object.fromEntries(deployed.map((row) => [`${row.stack}/${row.logicalId}`, row.physicalId]));
  const regions = Object.fromEntries(deployed.flatMap(({ region, stack }) => (region ? [[stack, region]] : [])));
  const options: ReplayOptions = { ids, regions, ...(organisation ? { organisation: { id: organisation } } : {}) };
  const workload = callsOfWorkload(set, walked);
  const made = replay([...callsOfLoop(loop, set), ...workload], set, options);
  const clinical = workload.filter(({ role }) => role.endsWith('-clinician'));
  const other = replay(inPractice(clinical, otherPractice), set, options);
  return {
    made,
    refused: made.filter(({ outcome }) => outcome !== 'allowed'),
    other,
    leaked: other.filter(({ outcome }) => outcome !== 'denied'),
  };
}
