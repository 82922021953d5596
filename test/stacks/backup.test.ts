import { RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { parse, stringify } from 'yaml';
import { draft } from '../../lib/cli/init';
import { parseConfig } from '../../lib/config/parse';
import { BackupVault } from '../../lib/constructs/backup-vault';
import { SafeguardError } from '../../lib/errors';
import { testConfig } from '../configs';
import { listOf, testKey, testStack } from '../constructs/scaffold';
import { deploy, deployed, statementsOf } from './deployed';

const copyVault = 'arn:aws:backup:us-west-2:111122223333:backup-vault:lakeside-vault-copy';

describe('copies of the backups', () => {
  const hospital = deployed('hospital', 'production');

  test('go to a locked vault of a second region under a key of its own', () => {
    hospital.of('backup-copy').hasResource('AWS::Backup::BackupVault', {
      DeletionPolicy: 'Retain',
      Properties: {
        BackupVaultName: 'lakeside-vault-copy',
        EncryptionKeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
        LockConfiguration: { MinRetentionDays: 14, ChangeableForDays: 7 },
        AccessPolicy: Match.objectLike({
          Statement: [Match.objectLike({ Sid: 'NoManualDeletion' }), Match.objectLike({ Sid: 'PolicyStays' })],
        }),
      },
    });
    expect(JSON.stringify(hospital.of('backup-copy').findResources('AWS::KMS::Key'))).toContain(
      's3.us-west-2.amazonaws.com',
    );
  });

  test('are part of every daily backup, and kept as long', () => {
    hospital.of('Backup').hasResourceProperties('AWS::Backup::BackupPlan', {
      BackupPlan: {
        BackupPlanRule: [
          Match.objectLike({
            CopyActions: [{ DestinationBackupVaultArn: copyVault, Lifecycle: { DeleteAfterDays: 35 } }],
          }),
        ],
      },
    });
  });

  test('are made by the backup role, into that vault, with keys of that region through AWS Backup and the stores', () => {
    const policies = Object.entries(hospital.of('Backup').findResources('AWS::IAM::ManagedPolicy'));
    const [, policy] = policies.find(([id]) => id.startsWith('VaultBackupRole')) ?? [];
    const of = (action: string) =>
      statementsOf(policy?.Properties.PolicyDocument).filter((one) => listOf(one.Action).includes(action));
    expect(of('backup:CopyIntoBackupVault').map(({ Resource }) => Resource)).toEqual([copyVault]);
    expect(of('backup:CopyFromBackupVault').map(({ Resource }) => Resource)).toEqual([
      { 'Fn::GetAtt': [expect.stringMatching(/^Vault/), 'BackupVaultArn'] },
    ]);
    for (const { Condition, Resource } of of('kms:CreateGrant')) {
      expect(JSON.stringify(Resource)).toContain(':kms:us-west-2:111122223333:key/');
      expect(Condition).toMatchObject({ Bool: { 'kms:GrantIsForAWSResource': 'true' } });
    }
    expect(JSON.stringify(of('kms:GenerateDataKey').at(-1)?.Condition)).toContain('backup.us-west-2.amazonaws.com');
  });

  test('are not there where no region is named; and are where one is, in any tier', () => {
    expect(() => deployed().of('backup-copy')).toThrow('no stack backup-copy');
    const changes = { allowedRegions: ['us-east-1', 'us-east-2'], backup: { copyRegion: 'us-east-2' } };
    deploy(testConfig('clinic', 'trial', changes))
      .of('backup-copy')
      .resourceCountIs('AWS::Backup::BackupVault', 1);
  });
});

describe('backup.copyRegion', () => {
  const problemsWith = (tier: 'clinic' | 'hospital', allowedRegions: string[], copyRegion?: string) => {
    const text = draft(
      { tier, name: 'meadow', organisation: 'M', account: '111122223333', contact: 'a@example.com' },
      'us-east-1',
    );
    const config = { ...(parse(text) as object), allowedRegions, backup: { copyRegion } };
    return (parseConfig(stringify(config), new Date()).problems ?? []).map(({ given, path }) => `${path}: ${given}`);
  };

  test.each([
    ['hospital', ['us-east-1', 'us-west-2'], 'us-west-2', []],
    ['hospital', ['us-east-1', 'us-west-2'], undefined, ['backup.copyRegion: nothing']],
    ['hospital', ['us-east-1'], 'us-west-2', ['backup.copyRegion: us-west-2']],
    ['clinic', ['us-east-1', 'us-west-2'], 'us-east-1', ['backup.copyRegion: us-east-1']],
    ['clinic', ['us-east-1'], undefined, []],
  ] as const)('at %s with %j and %s', (tier, allowed, copyRegion, problems) => {
    expect(problemsWith(tier, [...allowed], copyRegion)).toEqual(problems);
  });

  test.each(['us-east-1', 'us-west-2', 'eu-west-1', 'eu-north-1'])('is drafted for a hospital in %s', (region) => {
    const text = draft(
      { tier: 'hospital', name: 'meadow', organisation: 'M', account: '111122223333', contact: 'a@example.com' },
      region,
    );
    expect(parseConfig(text, new Date()).problems).toBeUndefined();
  });
});

describe('restore tests', () => {
  test.each(['DynamoDB', 'S3'])('restore %s into names of their own, and nothing else', (type) => {
    deployed()
      .of('Backup')
      .hasResourceProperties('AWS::Backup::RestoreTestingSelection', {
        ProtectedResourceType: type,
        ProtectedResourceConditions: { StringEquals: [{ Key: 'aws:ResourceTag/backup', Value: 'daily' }] },
      });
    const policies = Object.entries(deployed().of('Backup').findResources('AWS::IAM::ManagedPolicy'));
    const [, policy] = policies.find(([id]) => id.startsWith('VaultRestoreRole')) ?? [];
    for (const { Resource, Sid } of statementsOf(policy?.Properties.PolicyDocument))
      if (Sid !== 'Keys') expect(JSON.stringify(Resource)).toContain('awsbackup-restore-test-*');
  });
});

describe('a vault refuses', () => {
  const vault = (changes: Partial<ConstructorParameters<typeof BackupVault>[2]>) => {
    const stack = testStack();
    return new BackupVault(stack, 'Vault', {
      vaultName: 'lakeside-vault',
      encryptionKey: testKey(stack),
      dailyAtUtc: '05:00',
      retentionDays: 35,
      minimumRetentionDays: 14,
      permanentLock: false,
      restoreTesting: false,
      backupRoleName: 'backup',
      restoreRoleName: 'restore',
      keeperRoleName: 'lakeside-drift*',
      storePrefix: 'lakeside-',
      removalPolicy: RemovalPolicy.DESTROY,
      ...changes,
    });
  };

  test('nothing that is right', () => {
    expect(() => vault({})).not.toThrow();
  });

  test.each([
    ['a lock of less than a week', { minimumRetentionDays: 1 }],
    ['backups for less than 35 days', { retentionDays: 34 }],
    ['backups for less than the lock', { retentionDays: 40, minimumRetentionDays: 60 }],
  ])('%s', (_, changes) => {
    expect(() => vault(changes)).toThrow(SafeguardError);
  });
});
