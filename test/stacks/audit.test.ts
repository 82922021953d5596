import type { Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam';
import { buildApp } from '../../lib/app';
import type { Config } from '../../lib/config/schema';
import type { AccessLogBucket } from '../../lib/constructs/log-buckets';
import { SafeguardError } from '../../lib/errors';
import { testConfig, ungated } from '../configs';
import { listOf } from '../constructs/scaffold';
import { deploy, deployed, type Resource, statementsOf } from './deployed';

describe('the audit archive', () => {
  const lockOf = (config: Config): unknown => {
    const buckets = Object.values(deploy(config).of('Audit').findResources('AWS::S3::Bucket')) as Resource[];
    const archive = buckets.find(({ Properties }) => Properties.BucketName === 'lakeside-audit-111122223333-us-east-1');
    const lock = archive?.Properties.ObjectLockConfiguration as { Rule: { DefaultRetention: unknown } } | undefined;
    return lock?.Rule.DefaultRetention;
  };

  test.each([
    [6, 2192],
    [7, 2557],
    [30, 10958],
  ])('of production is locked for %i years, which are %i days', (auditYears, Days) => {
    expect(lockOf(testConfig('solo', 'production', { retention: { auditYears } }))).toEqual({
      Mode: 'COMPLIANCE',
      Days,
    });
  });

  test('of a trial can be torn down the day after', () => {
    expect(lockOf(testConfig('solo'))).toEqual({ Mode: 'GOVERNANCE', Days: 1 });
  });

  test('is written by a trail of every region that is validated and encrypted', () => {
    deployed().of('Audit').hasResourceProperties('AWS::CloudTrail::Trail', {
      IsLogging: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
      KMSKeyId: Match.anyValue(),
      CloudWatchLogsLogGroupArn: Match.anyValue(),
    });
  });

  test('lets CloudTrail describe the key, which has no encryption context', () => {
    const [audit] = Object.values(deployed().of('Audit').findResources('AWS::KMS::Key')) as Resource[];
    const describing = statementsOf(audit?.Properties.KeyPolicy).filter(
      ({ Action, Principal }) =>
        JSON.stringify(Principal).includes('cloudtrail') && listOf(Action).includes('kms:DescribeKey'),
    );
    expect(
      describing.some(
        ({ Condition }) => Condition !== undefined && !JSON.stringify(Condition).includes('EncryptionContext'),
      ),
    ).toBe(true);
  });

  test('leaves out no management event, and records data events of our stores alone', () => {
    const [trail] = deployed().ofType('AWS::CloudTrail::Trail');
    const selectors = trail?.Properties.AdvancedEventSelectors as {
      FieldSelectors: { Field: string; StartsWith?: string[] }[];
    }[];
    expect(selectors[0]?.FieldSelectors).toEqual([{ Field: 'eventCategory', Equals: ['Management'] }]);
    const prefixes = selectors.flatMap(({ FieldSelectors }) =>
      FieldSelectors.flatMap(({ StartsWith = [] }) => StartsWith),
    );
    expect(prefixes).toHaveLength(2);
    expect(JSON.stringify(prefixes)).toMatch(/:s3:::lakeside-.*:table\/lakeside-/);
  });
});

describe('a log bucket', () => {
  const bucket = () => {
    const app = buildApp(testConfig('solo'), ungated);
    const audit = app.node.findAll().find((node): node is Stack => node.node.id === 'Audit') as Stack;
    return audit.node.findChild('AccessLogs') as AccessLogBucket;
  };

  test.each([undefined, { StringEquals: { 'aws:PrincipalAccount': '111122223333' } }])(
    'refuses an Allow for everyone, under the condition %p',
    (conditions) => {
      const everyone = new PolicyStatement({
        principals: [new StarPrincipal()],
        actions: ['s3:GetObject'],
        resources: ['*'],
        conditions,
      });
      expect(() => bucket().addToResourcePolicy(everyone)).toThrow(SafeguardError);
    },
  );

  test('of access logs has SSE-S3 and no lock, without which S3 delivers nothing', () => {
    const buckets = deployed()
      .ofType('AWS::S3::Bucket')
      .map(({ Properties }) => Properties);
    const logs = buckets.find((one) => one.BucketName === 'lakeside-access-logs-111122223333-us-east-1');
    expect(JSON.stringify(logs?.BucketEncryption)).toContain('AES256');
    expect(logs).not.toHaveProperty('ObjectLockConfiguration');
  });

  test('of AWS Config has a key and no lock', () => {
    const buckets = deployed()
      .ofType('AWS::S3::Bucket')
      .map(({ Properties }) => Properties);
    const history = buckets.find((one) => one.BucketName === 'lakeside-config-111122223333-us-east-1');
    expect(JSON.stringify(history?.BucketEncryption)).toContain('aws:kms');
    expect(history).not.toHaveProperty('ObjectLockConfiguration');
  });
});
