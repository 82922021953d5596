/** Alarms against events in the shape that AWS sends them, matched by the local cloud's EventBridge. */
import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { alarmsOf } from '../../lib/stacks/alarms';
import { blueprintOf } from '../../lib/stacks/blueprint';
import { testConfig } from '../configs';
import { sharedCloud } from '../local/shared-cloud';

const alarms = alarmsOf(blueprintOf(testConfig()).names);
const client = new EventBridgeClient(sharedCloud().clientConfig('eventbridge'));
afterAll(() => client.destroy());

interface Event {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Record<string, unknown>;
}

const person = { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName: 'admin' } } };
const deployment = {
  type: 'AssumedRole',
  sessionContext: { sessionIssuer: { userName: 'cdk-hnb659fds-cfn-exec-role' } },
};
const user = { type: 'IAMUser', userName: 'somebody' };

const call = (source: string, eventName: string, more: Record<string, unknown> = {}): Event => ({
  source,
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { eventName, userIdentity: person, sourceIPAddress: '192.0.2.1', ...more },
});
const byCloudFormation = (userIdentity: object) => ({ userIdentity, sourceIPAddress: 'cloudformation.amazonaws.com' });
const signIn = (userIdentity: object, MFAUsed: string | undefined, ConsoleLogin = 'Success'): Event => ({
  source: 'aws.signin',
  'detail-type': 'AWS Console Sign In via CloudTrail',
  detail: {
    eventName: 'ConsoleLogin',
    userIdentity,
    additionalEventData: MFAUsed === undefined ? {} : { MFAUsed },
    responseElements: { ConsoleLogin },
  },
});
const service = (source: string, detailType: string, detail: Record<string, unknown>): Event => ({
  source,
  'detail-type': detailType,
  detail,
});
const hubFinding = (Label: string, changes: object = {}) =>
  service('aws.securityhub', 'Security Hub Findings - Imported', {
    findings: [
      {
        ProductName: 'Security Hub',
        Severity: { Label },
        Compliance: { Status: 'FAILED' },
        RecordState: 'ACTIVE',
        Workflow: { Status: 'NEW' },
        ...changes,
      },
    ],
  });
const assume = (roleArn: string) => call('aws.sts', 'AssumeRole', { requestParameters: { roleArn } });
const glass = 'arn:aws:iam::111122223333:role/asepsis/lakeside-break-glass';

/** What each alarm rings for, and what looks like it and is none. */
const cases: Readonly<Record<string, readonly [rings: readonly Event[], silent: readonly Event[]]>> = {
  RootUse: [
    [call('aws.s3', 'ListBuckets', { userIdentity: { type: 'Root' } }), signIn({ type: 'Root' }, 'Yes')],
    [call('aws.s3', 'ListBuckets')],
  ],
  SignInWithoutMfa: [
    [signIn(user, 'No'), signIn(user, undefined)],
    [signIn(user, 'Yes'), signIn(person, 'No'), signIn(user, 'No', 'Failure')],
  ],
  BreakGlass: [[assume(glass)], [assume('arn:aws:iam::111122223333:role/other')]],
  TrailChanges: [
    [call('aws.cloudtrail', 'StopLogging'), call('aws.cloudtrail', 'DeleteTrail', byCloudFormation(deployment))],
    [call('aws.cloudtrail', 'GetTrail')],
  ],
  DetectorChanges: [
    [call('aws.guardduty', 'DeleteDetector'), call('aws.config', 'StopConfigurationRecorder')],
    [call('aws.guardduty', 'GetDetector')],
  ],
  KeyChanges: [
    [call('aws.kms', 'ScheduleKeyDeletion'), call('aws.kms', 'DisableKey', byCloudFormation(deployment))],
    [call('aws.kms', 'EnableKey')],
  ],
  IdentityPolicyChanges: [
    [
      call('aws.iam', 'PutRolePolicy'),
      call('aws.iam', 'AttachUserPolicy'),
      call('aws.iam', 'DeleteGroupPolicy'),
      // Neither another's stack nor the deployment's role in other hands is a deployment.
      call('aws.iam', 'PutRolePolicy', byCloudFormation(person)),
      call('aws.iam', 'PutRolePolicy', byCloudFormation(user)),
      call('aws.iam', 'PutRolePolicy', { userIdentity: deployment }),
    ],
    [call('aws.iam', 'GetRolePolicy'), call('aws.iam', 'PutRolePolicy', byCloudFormation(deployment))],
  ],
  ResourcePolicyChanges: [
    [call('aws.s3', 'PutBucketPolicy'), call('aws.kms', 'PutKeyPolicy', byCloudFormation(user))],
    [call('aws.s3', 'GetBucketPolicy'), call('aws.s3', 'PutBucketPolicy', byCloudFormation(deployment))],
  ],
  OrganisationPolicyChanges: [
    [call('aws.organizations', 'DetachPolicy')],
    [call('aws.organizations', 'DescribePolicy')],
  ],
  Findings: [
    [service('aws.guardduty', 'GuardDuty Finding', { severity: 8 })],
    [service('aws.guardduty', 'GuardDuty Finding', { severity: 4.5 })],
  ],
  Malware: [
    [
      service('aws.guardduty', 'GuardDuty Malware Protection Object Scan Result', {
        scanResultDetails: { scanResultStatus: 'THREATS_FOUND' },
      }),
    ],
    [
      service('aws.guardduty', 'GuardDuty Malware Protection Object Scan Result', {
        scanResultDetails: { scanResultStatus: 'NO_THREATS_FOUND' },
      }),
    ],
  ],
  HubFindings: [
    [hubFinding('HIGH'), hubFinding('CRITICAL')],
    [
      hubFinding('LOW'),
      hubFinding('HIGH', { ProductName: 'GuardDuty' }),
      hubFinding('HIGH', { Workflow: { Status: 'RESOLVED' } }),
    ],
  ],
  AccessFindings: [
    [
      service('aws.access-analyzer', 'Access Analyzer Finding', { status: 'ACTIVE' }),
      service('aws.access-analyzer', 'Unused Access Finding for IAM entities', { status: 'ACTIVE' }),
    ],
    [service('aws.access-analyzer', 'Access Analyzer Finding', { status: 'RESOLVED' })],
  ],
  VulnerabilityFindings: [
    [service('aws.inspector2', 'Inspector2 Finding', { severity: 'CRITICAL', status: 'ACTIVE' })],
    [service('aws.inspector2', 'Inspector2 Finding', { severity: 'MEDIUM', status: 'ACTIVE' })],
  ],
  SensitiveDataFindings: [
    [service('aws.macie', 'Macie Finding', { severity: { score: 3, description: 'High' } })],
    [service('aws.macie', 'Macie Finding', { severity: { score: 1, description: 'Low' } })],
  ],
  BackupFailed: [
    [
      service('aws.backup', 'Backup Job State Change', { state: 'FAILED' }),
      service('aws.backup', 'Copy Job State Change', { state: 'FAILED' }),
    ],
    [service('aws.backup', 'Backup Job State Change', { state: 'COMPLETED' })],
  ],
  RestoreFailed: [
    [service('aws.backup', 'Restore Job State Change', { status: 'FAILED' })],
    [service('aws.backup', 'Restore Job State Change', { status: 'COMPLETED' })],
  ],
};

test('every alarm has its cases', () => {
  expect(Object.keys(cases).sort()).toEqual(alarms.map(({ id }) => id).sort());
});

test.each(alarms.map((alarm) => [alarm.id, alarm] as const))(
  '%s rings for what it means, and for nothing else',
  async (id, { pattern }) => {
    const [rings = [], silent = []] = cases[id] ?? [];
    const matches = async (event: Event) => {
      const envelope = {
        id: '1',
        account: '111122223333',
        region: 'us-east-1',
        time: '2026-01-01T00:00:00Z',
        resources: [],
      };
      const { Result } = await client.send(
        new TestEventPatternCommand({
          EventPattern: JSON.stringify(pattern),
          Event: JSON.stringify({ ...envelope, ...event }),
        }),
      );
      return Result;
    };
    for (const event of rings) expect([event, await matches(event)]).toEqual([event, true]);
    for (const event of silent) expect([event, await matches(event)]).toEqual([event, false]);
  },
);
