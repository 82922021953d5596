/**
 * A call as CloudTrail writes it. Neither emulator records calls as AWS does, so the one who makes the call shapes its
 * event: SDK middleware knows service, command, input and output. Names and shapes are held against real logs.
 */
import { randomUUID } from 'node:crypto';
import { ec2Request, ec2Response } from './ec2-parameters';

/** One call of an SDK client that came through. */
export interface MadeCall {
  /** Suffix of the SDK package, for example `s3-control`. */
  readonly service: string;
  /** Name of the command without its `Command`. */
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** The part of `eventSource` before `.amazonaws.com`, by SDK package, where it is not the package's name. */
const sources: Readonly<Record<string, string>> = {
  accessanalyzer: 'access-analyzer',
  cloudwatch: 'monitoring',
  'cloudwatch-logs': 'logs',
  'cognito-identity-provider': 'cognito-idp',
  'config-service': 'config',
  eventbridge: 'events',
  's3-control': 's3',
  'secrets-manager': 'secretsmanager',
};

/** Event names that are not the command's. Lambda's carry the version of its API. */
const names: Readonly<Record<string, string>> = {
  's3-control:DeletePublicAccessBlock': 'DeleteAccountPublicAccessBlock',
  's3-control:PutPublicAccessBlock': 'PutAccountPublicAccessBlock',
  's3:DeleteBucketLifecycle': 'DeleteBucketLifecycle',
  's3:DeletePublicAccessBlock': 'DeleteBucketPublicAccessBlock',
  's3:PutBucketLifecycleConfiguration': 'PutBucketLifecycle',
  's3:PutBucketNotificationConfiguration': 'PutBucketNotification',
  's3:PutObjectLockConfiguration': 'PutBucketObjectLockConfiguration',
  's3:PutPublicAccessBlock': 'PutBucketPublicAccessBlock',
  'lambda:AddPermission': 'AddPermission20150331v2',
  'lambda:RemovePermission': 'RemovePermission20150331v2',
  'lambda:UpdateFunctionCode': 'UpdateFunctionCode20150331v2',
  'lambda:UpdateFunctionConfiguration': 'UpdateFunctionConfiguration20150331v2',
  'lambda:PutFunctionConcurrency': 'PutFunctionConcurrency20171031',
  'lambda:DeleteFunctionConcurrency': 'DeleteFunctionConcurrency20171031',
  'lambda:UpdateEventSourceMapping': 'UpdateEventSourceMapping20150331',
  'lambda:DeleteEventSourceMapping': 'DeleteEventSourceMapping20150331',
};

export const sourceOf = (service: string): string => sources[service] ?? service;

/** `service:EventName`, as controls name what breaks them. */
export const eventNameOf = ({ command, service }: Pick<MadeCall, 'service' | 'command'>): string =>
  `${sourceOf(service)}:${names[`${service}:${command}`] ?? command}`;

/** Parameters that CloudTrail writes in its own way. */
const renamed: Readonly<Record<string, string>> = { 's3:Bucket': 'bucketName' };

/** Parameters that CloudTrail never writes: what opens something. */
const secret: ReadonlySet<string> = new Set([
  'AuthenticationCode1',
  'AuthenticationCode2',
  'Base32StringSeed',
  'Password',
  'SecretAccessKey',
]);

/** `RoleName` to `roleName`; the names of acronyms stay as AWS writes them: `VPCEndpoint` is `vPCEndpoint` there. */
const lower = (key: string): string => key.charAt(0).toLowerCase() + key.slice(1);

function parameters(value: unknown, service: string): unknown {
  if (Array.isArray(value)) return value.map((item) => parameters(item, service));
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return undefined;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '$metadata' && !secret.has(key))
      // What a function is told by its environment is kept out of the log.
      .filter(([key]) => service !== 'lambda' || key !== 'Variables')
      .map(([key, child]) => [renamed[`${service}:${key}`] ?? lower(key), parameters(child, service)]),
  );
}

export interface CallerIdentity {
  readonly account: string;
  readonly region: string;
  readonly arn: string;
}

/** The record of a call: the `detail` of its event. */
export function recordOf(call: MadeCall, { account, arn, region }: CallerIdentity, eventID: string = randomUUID()) {
  const eventName = eventNameOf(call).split(':')[1];
  return {
    eventVersion: '1.11',
    userIdentity: { type: arn.includes(':assumed-role/') ? 'AssumedRole' : 'IAMUser', arn, accountId: account },
    eventTime: call.at.toISOString(),
    eventSource: `${sourceOf(call.service)}.amazonaws.com`,
    eventName,
    awsRegion: region,
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-sdk-js/3',
    requestParameters:
      call.service === 'ec2' ? ec2Request(call.command, call.input) : parameters(call.input, call.service),
    responseElements:
      call.service === 'ec2' ? ec2Response(call.command, call.output) : parameters(call.output, call.service),
    eventID,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
}

export type CloudTrailRecord = ReturnType<typeof recordOf>;
