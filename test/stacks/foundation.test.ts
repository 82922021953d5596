import { Match } from 'aws-cdk-lib/assertions';
import type { Config } from '../../lib/config/schema';
import { everyDeployment, testConfig } from '../configs';
import { listOf } from '../constructs/scaffold';
import { deploy, deployed, statementsOf } from './deployed';

describe.each(everyDeployment)('%s in %s', (tier, mode) => {
  const { of, ofType, rolesAfter } = deployed(tier, mode);

  test('makes no role before its boundary', () => {
    expect(rolesAfter.length).toBeGreaterThanOrEqual(6);
    for (const { after } of rolesAfter) expect(after).toContain('lakeside-perimeter');
  });

  test('has no way out of its network', () => {
    for (const type of ['InternetGateway', 'NatGateway', 'EIP', 'VPCGatewayAttachment', 'EgressOnlyInternetGateway']) {
      expect(ofType(`AWS::EC2::${type}`)).toEqual([]);
    }
    expect(ofType('AWS::EC2::Subnet').filter((one) => one.Properties.MapPublicIpOnLaunch !== false)).toEqual([]);
    of('Network').hasResourceProperties('AWS::EC2::VPCBlockPublicAccessOptions', {
      InternetGatewayBlockMode: 'block-bidirectional',
    });
  });

  test('gives every endpoint a policy for own principals and own resources', () => {
    const endpoints = ofType('AWS::EC2::VPCEndpoint');
    expect(endpoints.length).toBeGreaterThanOrEqual(3);
    for (const { Properties } of endpoints) {
      for (const one of statementsOf(Properties.PolicyDocument)) {
        expect(one.Condition?.StringEquals).toEqual({
          'aws:PrincipalAccount': '111122223333',
          'aws:ResourceAccount': '111122223333',
        });
      }
    }
  });

  test('bounds every role, for an hour, without inline policies', () => {
    const roles = ofType('AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(5);
    for (const { Properties } of roles) {
      expect(Properties).toMatchObject({
        // What puts drift back, contains threats or writes evidence has boundaries of their own, in their own stacks.
        PermissionsBoundary: /lakeside-(drift|contain|evidence)/.test(
          `${Properties.RoleName} ${Properties.Description}`,
        )
          ? expect.anything()
          : 'arn:aws:iam::111122223333:policy/asepsis/lakeside-boundary',
        Path: expect.stringMatching(/^\/asepsis\//),
      });
      expect(Properties.MaxSessionDuration ?? 3600).toBeLessThanOrEqual(3600);
      expect(Properties.Policies).toBeUndefined();
    }
    for (const type of ['Policy', 'User', 'AccessKey']) expect(ofType(`AWS::IAM::${type}`)).toEqual([]);
  });

  test('encrypts and retains every log group', () => {
    for (const { Properties } of ofType('AWS::Logs::LogGroup')) {
      expect(Properties).toMatchObject({ KmsKeyId: expect.anything(), RetentionInDays: 365 });
    }
  });

  test('rotates every key that encrypts yearly and waits 30 days before a deletion of any', () => {
    const all = ofType('AWS::KMS::Key');
    for (const { Properties } of all) expect(Properties.PendingWindowInDays).toBe(30);
    const keys = all.filter(({ Properties }) => Properties.KeyUsage === undefined);
    // A key that signs does not rotate: there is one.
    expect(all).toHaveLength(keys.length + 1);
    // Audit, backups, one a practice; hospital has one for the copies of backups, in their region.
    expect(keys).toHaveLength(tier === 'hospital' ? 4 : 3);
    for (const { Properties } of keys) {
      expect(Properties).toMatchObject({
        EnableKeyRotation: true,
        RotationPeriodInDays: 365,
      });
    }
  });

  test('keeps administration of a key apart from its use', () => {
    const cryptographic = /:(Decrypt|Encrypt|GenerateDataKey|ReEncrypt|\*)/;
    for (const { Properties } of ofType('AWS::KMS::Key')) {
      // A Deny for everyone gives nobody anything; each key has one, on grants that are not for a service.
      const statements = statementsOf(Properties.KeyPolicy);
      expect(statements.filter(({ Effect }) => Effect === 'Deny').map(({ Action }) => Action)).toEqual([
        'kms:CreateGrant',
      ]);
      for (const one of statements.filter(({ Effect }) => Effect === 'Allow')) {
        expect(one.Principal).not.toBe('*');
        expect(one.Principal).not.toEqual({ AWS: '*' });
        const uses = listOf(one.Action).some((action) => cryptographic.test(action));
        const byPeople = Object.keys(one.Principal as object).includes('AWS');
        if (uses && byPeople) expect(one.Condition?.StringEquals).toHaveProperty('kms:ViaService');
      }
    }
  });

  test('moves no record to colder storage that expires before', () => {
    for (const { Properties } of ofType('AWS::S3::Bucket')) {
      const { Rules = [] } = (Properties.LifecycleConfiguration ?? {}) as {
        Rules?: { ExpirationInDays?: number; Transitions?: { TransitionInDays: number }[] }[];
      };
      for (const { ExpirationInDays = Number.POSITIVE_INFINITY, Transitions = [] } of Rules) {
        for (const { TransitionInDays } of Transitions) expect(TransitionInDays).toBeLessThan(ExpirationInDays);
      }
    }
  });
});

describe('the backup vault', () => {
  test('is locked for good in production alone', () => {
    const lock = (mode: Config['mode']) =>
      deployed('solo', mode).ofType('AWS::Backup::BackupVault')[0]?.Properties.LockConfiguration;
    expect(lock('production')).toEqual({ MinRetentionDays: 14, ChangeableForDays: 7 });
    expect(lock('trial')).toEqual({ MinRetentionDays: 14 });
  });

  test('keeps what it is given longer than its lock asks, and nobody deletes by hand', () => {
    deployed()
      .of('Backup')
      .hasResourceProperties('AWS::Backup::BackupPlan', {
        BackupPlan: {
          BackupPlanRule: [
            Match.objectLike({ Lifecycle: { DeleteAfterDays: 35 }, ScheduleExpression: 'cron(0 5 * * ? *)' }),
          ],
        },
      });
    const [vault] = deployed().ofType('AWS::Backup::BackupVault');
    const statements = statementsOf(vault?.Properties.AccessPolicy);
    expect(statements).toMatchObject([
      { Effect: 'Deny', Action: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'] },
      {
        Effect: 'Deny',
        Action: expect.arrayContaining(['backup:DeleteBackupVaultAccessPolicy', 'backup:PutBackupVaultAccessPolicy']),
        Condition: {
          ArnNotLike: {
            'aws:PrincipalArn': [
              'arn:aws:iam::111122223333:role/cdk-*-cfn-exec-role-*',
              'arn:aws:iam::111122223333:role/asepsis/lakeside-drift*',
            ],
          },
        },
      },
    ]);
    expect(statements[0]).not.toHaveProperty('Condition');
  });

  test.each([
    ['solo', 0],
    ['clinic', 1],
    ['hospital', 1],
  ] as const)('of %s has %i restore testing plans', (tier, count) => {
    expect(deployed(tier).ofType('AWS::Backup::RestoreTestingPlan')).toHaveLength(count);
  });
});

test('the use of break-glass raises an alarm, read-only as its event is', () => {
  deployed()
    .of('Detection')
    .hasResourceProperties('AWS::Events::Rule', {
      State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      EventPattern: Match.objectLike({
        detail: {
          eventName: ['AssumeRole'],
          requestParameters: { roleArn: ['arn:aws:iam::111122223333:role/asepsis/lakeside-break-glass'] },
        },
      }),
    });
});

describe('what exists already', () => {
  const singletons = {
    guardDutyDetector: 'AWS::GuardDuty::Detector',
    securityHub: 'AWS::SecurityHub::Hub',
    configRecorder: 'AWS::Config::ConfigurationRecorder',
    accessAnalyzer: 'AWS::AccessAnalyzer::Analyzer',
    macieSession: 'AWS::Macie::Session',
    vpcBlockPublicAccess: 'AWS::EC2::VPCBlockPublicAccessOptions',
  } as const;

  test.each(Object.entries(singletons))('%s is created once, or adopted and left alone', (key, type) => {
    // Unused access has an analyzer of its own.
    expect(deployed('hospital').ofType(type)).toHaveLength(key === 'accessAnalyzer' ? 2 : 1);
    const adopted = deploy(testConfig('hospital', 'trial', { existing: { [key]: 'adopt' } }));
    expect(adopted.ofType(type)).toEqual([]);
  });

  test.each([
    ['s3AccountPublicAccessBlock', 'S3PublicAccessBlock', 's3:PutAccountPublicAccessBlock'],
    ['passwordPolicy', 'PasswordPolicy', 'iam:UpdateAccountPasswordPolicy'],
  ])('adopting %s leaves out the setting and the permission for it', (key, setting, action) => {
    const adopted = deploy(testConfig('clinic', 'trial', { existing: { [key]: 'adopt' } }));
    const given = (one: ReturnType<typeof deploy>) => ({
      settings: Object.keys(one.ofType('Custom::AsepsisAccountSettings')[0]?.Properties ?? {}),
      actions: Object.values(one.of('Detection').findResources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties }) =>
        statementsOf(Properties.PolicyDocument).flatMap(({ Action }) => listOf(Action)),
      ),
    });
    expect(given(deployed()).settings).toContain(setting);
    expect(given(deployed()).actions).toContain(action);
    expect(given(adopted).settings).not.toContain(setting);
    expect(given(adopted).actions).not.toContain(action);
  });
});

test.each([
  ['solo', false, ['ACCOUNT']],
  ['clinic', true, ['ACCOUNT']],
  ['hospital', true, ['ACCOUNT', 'ACCOUNT_UNUSED_ACCESS']],
] as const)('at %s Macie is there: %s; analyzers: %j', (tier, macie, analyzers) => {
  const { ofType } = deployed(tier);
  expect(ofType('AWS::Macie::Session')).toHaveLength(macie ? 1 : 0);
  expect(ofType('AWS::AccessAnalyzer::Analyzer').map(({ Properties }) => Properties.Type)).toEqual(analyzers);
  for (const { Properties } of ofType('AWS::AccessAnalyzer::Analyzer')) {
    const unused = { UnusedAccessConfiguration: { UnusedAccessAge: 90 } };
    expect(Properties.AnalyzerConfiguration).toEqual(Properties.Type === 'ACCOUNT' ? undefined : unused);
  }
});

test('the default security group of our network is declared empty', () => {
  const [settings] = deployed().ofType('Custom::AsepsisAccountSettings');
  expect(settings?.Properties).toMatchObject({
    ClosedDefaultSecurityGroupOf: expect.anything(),
    EbsEncryptionByDefault: true,
  });
});
