import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { PhiBucketProps } from '../../lib/constructs/phi-bucket';
import { PhiTable } from '../../lib/constructs/phi-table';
import { SafeguardError } from '../../lib/errors';
import { listOf, perimeter, phiBucket, type StatementJson, testKey, testStack } from './scaffold';

const sixYears = 2192;

describe('a PHI bucket', () => {
  const stack = testStack();
  phiBucket(stack);
  const template = Template.fromStack(stack);
  const [policy] = Object.values(template.findResources('AWS::S3::BucketPolicy'));
  const statements: StatementJson[] = policy?.Properties.PolicyDocument.Statement;

  test('is encrypted under the key, versioned, locked, private, logged and kept', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
          ],
        },
        VersioningConfiguration: { Status: 'Enabled' },
        ObjectLockEnabled: true,
        ObjectLockConfiguration: {
          ObjectLockEnabled: 'Enabled',
          Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 30 } },
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        LoggingConfiguration: { DestinationBucketName: 'lakeside-access-logs' },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        LifecycleConfiguration: {
          Rules: [
            Match.objectLike({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }),
            Match.objectLike({ ExpirationInDays: sixYears, NoncurrentVersionExpiration: { NoncurrentDays: sixYears } }),
          ],
        },
        Tags: Match.arrayWith([
          { Key: 'backup', Value: 'daily' },
          { Key: 'data-class', Value: 'phi' },
          { Key: 'practice', Value: 'derm' },
        ]),
      },
    });
  });

  test('denies what comes from elsewhere, another practice, plain HTTP, old TLS, another key, or is infected', () => {
    const sids = statements.flatMap(({ Effect, Sid }) => (Effect === 'Deny' && Sid ? [Sid] : []));
    expect(sids).toEqual([
      'FromTheNetworkOnly',
      'OwnPracticeOnly',
      'KmsOnly',
      'OwnKeyOnly',
      'NoCustomerProvidedKeys',
      'NothingInfected',
    ]);
    const conditions = JSON.stringify(statements.map((one) => one.Condition));
    expect(conditions).toContain('"s3:TlsVersion":1.2');
    expect(conditions).toContain('"aws:SecureTransport":"false"');
  });

  test('locks nobody out of policy and configuration', () => {
    const denied = statements.filter(({ Sid }) => Sid?.endsWith('Only')).flatMap(({ Action }) => listOf(Action));
    expect(denied.length).toBeGreaterThan(10);
    expect(denied.filter((action) => !/^s3:(Get|Put|Delete|Restore)Object/.test(action))).toEqual([]);
  });

  test('lets services, the backup role and the scan in; the break-glass role past the network, not past the practice', () => {
    const principals = (sid: string) =>
      statements.find((one) => one.Sid === sid)?.Condition?.ArnNotLike?.['aws:PrincipalArn'];
    const text = (sid: string) => JSON.stringify(principals(sid));
    for (const sid of ['FromTheNetworkOnly', 'OwnPracticeOnly']) {
      expect(text(sid)).toContain('role/asepsis/backup');
      expect(text(sid)).toContain('role/asepsis/lakeside-derm-phi-scan');
      const conditions = statements.find((one) => one.Sid === sid)?.Condition;
      expect(conditions).toMatchObject({ BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } });
      // A service that asks in its caller's name is no way around.
      expect(JSON.stringify(conditions)).not.toContain('ViaAWSService');
    }
    expect(text('FromTheNetworkOnly')).toContain('break-glass');
    expect(text('OwnPracticeOnly')).not.toContain('break-glass');
  });

  test('denies a wrong key only where one is named: a put without a header is encrypted by the bucket', () => {
    const header = 's3:x-amz-server-side-encryption-aws-kms-key-id';
    expect(statements.find((one) => one.Sid === 'OwnKeyOnly')?.Condition).toMatchObject({
      Null: { [header]: 'false' },
      StringNotEquals: { [header]: expect.anything() },
    });
  });

  test('is scanned for malware by a role that reaches this bucket alone', () => {
    template.hasResourceProperties('AWS::GuardDuty::MalwareProtectionPlan', {
      ProtectedResource: { S3Bucket: { BucketName: 'lakeside-derm-phi' } },
      Actions: { Tagging: { Status: 'ENABLED' } },
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'lakeside-derm-phi-scan',
      Path: '/asepsis/',
      MaxSessionDuration: 3600,
    });
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });
});

describe('a PHI bucket refuses', () => {
  test.each<[string, Partial<PhiBucketProps>]>([
    ['to hold what it does not say', { dataClass: undefined as unknown as 'phi' }],
    ['a class that is no practice data', { dataClass: 'audit' as unknown as 'phi' }],
    ['no retention', { retentionYears: 0 }],
    ['a lock longer than the retention', { retentionYears: 1, objectLock: { mode: 'COMPLIANCE', days: 400 } }],
    ['a lock that can be lifted, in production', { objectLock: { mode: 'GOVERNANCE', days: 1 } }],
  ])('%s', (_, changes) => {
    expect(() => phiBucket(testStack(), changes)).toThrow(SafeguardError);
  });

  test.each([
    ['an early expiry', { expiration: Duration.days(30) }],
    ['an early end of versions', { noncurrentVersionExpiration: Duration.days(sixYears - 1) }],
    ['an expiry by date', { expirationDate: new Date('2027-01-01') }],
    ['a number of versions', { noncurrentVersionsToRetain: 3, noncurrentVersionExpiration: Duration.days(sixYears) }],
  ])('%s', (_, rule) => {
    expect(() => phiBucket(testStack()).addLifecycleRule(rule)).toThrow(/retention/);
  });

  test('an Allow to everyone; and takes one to somebody', () => {
    const bucket = phiBucket(testStack());
    const statement = (principal: AnyPrincipal | ServicePrincipal) =>
      new PolicyStatement({
        actions: ['s3:GetObject'],
        resources: [bucket.arnForObjects('*')],
        principals: [principal],
      });
    expect(() => bucket.addToResourcePolicy(statement(new AnyPrincipal()))).toThrow('an Allow for the principal *');
    expect(bucket.addToResourcePolicy(statement(new ServicePrincipal('example.amazonaws.com'))).statementAdded).toBe(
      true,
    );
  });
});

describe('a PHI table', () => {
  const stack = testStack();
  const table = new PhiTable(stack, 'Records', {
    tableName: 'lakeside-derm-records',
    dataClass: 'phi',
    encryptionKey: testKey(stack),
    perimeter,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const template = Template.fromStack(stack);

  test('is encrypted under the key, recoverable and not deletable by a slip', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
        DeletionProtectionEnabled: true,
        Tags: Match.arrayWith([{ Key: 'data-class', Value: 'phi' }]),
      },
    });
  });

  test('denies data actions from elsewhere and by another practice, and no other action', () => {
    const [resource] = Object.values(template.findResources('AWS::DynamoDB::Table'));
    const statements: StatementJson[] = resource?.Properties.ResourcePolicy.PolicyDocument.Statement;
    expect(statements.map((one) => [one.Sid, one.Effect])).toEqual([
      ['FromTheNetworkOnly', 'Deny'],
      ['OwnPracticeOnly', 'Deny'],
    ]);
    expect(
      statements.flatMap((one) => listOf(one.Action)).filter((action) => !/Item|Query|Scan|PartiQL/.test(action)),
    ).toEqual([]);
  });

  test('refuses an Allow to everyone', () => {
    expect(() =>
      table.addToResourcePolicy(
        new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: ['*'], principals: [new AnyPrincipal()] }),
      ),
    ).toThrow(SafeguardError);
  });
});
