import { RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { ArchiveCopy } from '../../lib/constructs/archive-copy';
import { AuditBucket } from '../../lib/constructs/log-buckets';
import { everyDeployment, testConfig } from '../configs';
import { testKey, testStack } from '../constructs/scaffold';
import { deploy, deployed, type Resource, statementsOf } from './deployed';

const bucket = (part: string) => `lakeside-${part}-111122223333-us-east-1`;

interface Rule {
  readonly Status: string;
  readonly Filter: { readonly Prefix: string };
  readonly DeleteMarkerReplication: { readonly Status: string };
  readonly Destination: Record<string, unknown>;
}

describe.each(everyDeployment)('%s in %s', (tier, mode) => {
  const { of } = deployed(tier, mode);
  const buckets = Object.entries(of('Audit').findResources('AWS::S3::Bucket')) as [
    string,
    Resource & { DependsOn: string[] },
  ][];
  const named = (part: string) => buckets.find(([, { Properties }]) => Properties.BucketName === bucket(part));

  test.each([
    ['access-logs', 'lakeside-', false],
    ['config', 'AWSLogs/', true],
  ])('%s is copied to the archive, which is there first; its deletions are not', (part, Prefix, underKey) => {
    const [, source] = named(part) ?? [];
    const { Role, Rules } = (source?.Properties.ReplicationConfiguration ?? {}) as { Role?: unknown; Rules?: Rule[] };
    expect(Role).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^ArchiveCopyRole/), 'Arn'] });
    expect(Rules).toEqual([
      expect.objectContaining({
        Status: 'Enabled',
        Filter: { Prefix },
        DeleteMarkerReplication: { Status: 'Disabled' },
      }),
    ]);
    expect(JSON.stringify(Rules?.[0]?.Destination.Bucket)).toContain(bucket('audit'));
    expect(Rules?.[0]?.Destination.EncryptionConfiguration !== undefined).toBe(underKey);
    expect(source?.DependsOn).toContain(named('audit')?.[0]);
  });

  test('the archive locks what is copied for six years in production', () => {
    const lock = JSON.stringify(named('audit')?.[1].Properties.ObjectLockConfiguration);
    const Days = Number(/"Days":(\d+)/.exec(lock)?.[1]);
    const Mode = /"Mode":"(\w+)"/.exec(lock)?.[1];
    if (mode === 'production') expect([Mode, Days >= 2192]).toEqual(['COMPLIANCE', true]);
    else expect(Mode).toBe('GOVERNANCE');
  });

  test("the archive's own access logs go where nothing is copied from: a copy would log itself", () => {
    const logging = named('audit')?.[1].Properties.LoggingConfiguration;
    expect(logging).toMatchObject({ DestinationBucketName: bucket('archive-logs') });
    expect(named('archive-logs')?.[1].Properties).not.toHaveProperty('ReplicationConfiguration');
  });
});

test('the role copies those records to that archive, through S3, and deletes nothing', () => {
  const policies = Object.entries(deployed().of('Audit').findResources('AWS::IAM::ManagedPolicy'));
  const [, policy] = policies.find(([id]) => id.startsWith('ArchiveCopyRole')) ?? [];
  const statements = statementsOf(policy?.Properties.PolicyDocument);
  expect(statements.flatMap(({ Action }) => Action).filter((action) => /Delete|\*/.test(action))).toEqual([]);
  for (const { Action, Condition, Resource } of statements) {
    expect(Resource).not.toBe('*');
    if (JSON.stringify(Action).includes('kms:')) {
      expect(Condition?.StringEquals).toEqual({ 'kms:ViaService': 's3.us-east-1.amazonaws.com' });
      expect(JSON.stringify(Condition?.StringLike)).toMatch(/lakeside-(audit|config)-/);
    }
  }
});

test('without a recorder of ours there is nothing of it to copy', () => {
  const adopted = deploy(testConfig('clinic', 'trial', { existing: { configRecorder: 'adopt' } }));
  adopted.of('Audit').resourcePropertiesCountIs('AWS::S3::Bucket', { ReplicationConfiguration: Match.anyValue() }, 1);
});

test('the archive is refused as a source: its copies would be copied again', () => {
  const stack = testStack();
  const encryptionKey = testKey(stack);
  const archive = new AuditBucket(stack, 'Archive', {
    bucketName: 'lakeside-audit',
    encryptionKey,
    accessLogBucketName: 'lakeside-archive-logs',
    lock: { mode: 'COMPLIANCE', days: 2192 },
    trailName: 'lakeside-trail',
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const copy = new ArchiveCopy(stack, 'Copy', { archive, archiveName: 'lakeside-audit', encryptionKey });
  expect(() => copy.add({ bucket: archive, bucketName: 'lakeside-audit', prefix: '', underKey: true })).toThrow(
    'the archive as a source',
  );
});
