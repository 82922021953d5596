import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseline, currentSnapshots, readBaseline } from '../../lib/cli/baseline';
import { type Baseline, compareSnapshots, record, type Snapshot, snapshotOf } from '../../lib/gates/baseline';
import { readReplacementRules } from '../../lib/gates/replacement-rules';
import { readTemplates } from '../../lib/resources/template';

const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
const rules = readReplacementRules();
const current = currentSnapshots();
const recorded = readBaseline();

const snapshot = (resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>): Snapshot =>
  snapshotOf(readTemplates([{ stack: 's', template: { Resources: resources } }], environment), rules);

const table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'records',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  },
};
const changed = (properties: Record<string, unknown>) =>
  snapshot({ Records: { ...table, Properties: { ...table.Properties, ...properties } } });

describe('no release replaces what holds something', () => {
  test.each(Object.keys(current))('%s: every recorded resource stays as it is', (file) => {
    const { added, replacements } = compareSnapshots(recorded.deployments[file] ?? {}, current[file] ?? {});
    expect(replacements).toEqual([]);
    // What is not recorded is not watched: `npm run baseline` records it.
    expect(added).toEqual([]);
  });

  test.each(Object.entries(current))('%s: stores, keys, people and records are among the watched', (_file, one) => {
    const types = new Set(Object.values(one).map(({ type }) => type));
    for (const type of [
      'AWS::Backup::BackupVault',
      'AWS::CloudTrail::Trail',
      'AWS::Cognito::UserPool',
      'AWS::DynamoDB::Table',
      'AWS::KMS::Key',
      'AWS::Logs::LogGroup',
      'AWS::S3::Bucket',
    ])
      expect(types).toContain(type);
  });
});

describe('the rules of replacement', () => {
  test.each([
    ['AWS::S3::Bucket', 'BucketName'],
    ['AWS::S3::Bucket', 'ObjectLockEnabled'],
    ['AWS::DynamoDB::Table', 'KeySchema'],
    ['AWS::DynamoDB::Table', 'TableName'],
    ['AWS::KMS::Key', 'KeyUsage'],
    ['AWS::Cognito::UserPool', 'UsernameAttributes'],
    ['AWS::Backup::BackupVault', 'EncryptionKeyArn'],
    ['AWS::Logs::LogGroup', 'LogGroupName'],
    ['AWS::CloudTrail::Trail', 'TrailName'],
  ])('%s is replaced by %s', (type, property) => {
    expect(rules[type]).toContain(property);
  });

  test('what can change in place replaces nothing', () => {
    expect(rules['AWS::S3::Bucket']).not.toContain('VersioningConfiguration');
    expect(rules['AWS::DynamoDB::Table']).not.toContain('BillingMode');
    expect(rules).not.toHaveProperty('AWS::IAM::Role');
  });
});

describe('a comparison', () => {
  const before = snapshot({ Records: table });

  test.each([
    [
      'a name that changes',
      changed({ TableName: 'charts' }),
      ['s/Records (AWS::DynamoDB::Table) would be replaced by TableName: it was "records" and is "charts"'],
    ],
    ['a key that changes', changed({ KeySchema: [] }), [expect.stringContaining('would be replaced by KeySchema')]],
    [
      'a property that was not said',
      changed({ ImportSourceSpecification: { InputFormat: 'CSV' } }),
      [expect.stringContaining('by ImportSourceSpecification: it was nothing and is {"InputFormat":"CSV"}')],
    ],
    [
      'a property that is no longer said',
      changed({ TableName: undefined }),
      [expect.stringContaining('and is nothing')],
    ],
    ['a change in place', changed({ BillingMode: 'PROVISIONED' }), []],
    [
      'a logical id that changes',
      snapshot({ Charts: table }),
      [expect.stringContaining('s/Records (AWS::DynamoDB::Table) is gone')],
    ],
    [
      'a type that changes',
      snapshot({ Records: { ...table, Type: 'AWS::DynamoDB::GlobalTable' } }),
      ['s/Records would be replaced: its type was AWS::DynamoDB::Table and is AWS::DynamoDB::GlobalTable'],
    ],
    ['nothing that changes', before, []],
  ])('%s', (_what, now, expected) => {
    expect(compareSnapshots(before, now).replacements).toEqual(expected);
  });

  test('a store that becomes unlocked or is renamed in the foundation is found by its name and property', () => {
    const file = 'config/clinic.yaml';
    const [id, archive] = Object.entries(current[file] ?? {}).find(([, one]) => one.properties.ObjectLockEnabled) ?? [];
    if (!id || !archive) throw new Error('no locked bucket');
    const { ObjectLockEnabled: _, ...unlocked } = archive.properties;
    const now = { ...current[file], [id]: { ...archive, properties: unlocked } };
    expect(compareSnapshots(recorded.deployments[file] ?? {}, now).replacements).toEqual([
      `${id} (AWS::S3::Bucket) would be replaced by ObjectLockEnabled: it was true and is nothing`,
    ]);
  });
});

describe('recording', () => {
  const base: Baseline = { deployments: { d: snapshot({ Records: table }) }, accepted: [] };
  const more = snapshot({ Records: table, Key: { Type: 'AWS::KMS::Key' } });

  test('takes additions', () => {
    expect(record(base, { d: more }, undefined)).toEqual({
      baseline: { deployments: { d: more }, accepted: [] },
      added: ['d: s/Key'],
    });
  });

  test.each([
    ['without a reason', undefined],
    ['with a reason that says nothing', { reason: 'because', on: '2026-11-23' }],
  ])('refuses a change %s', (_what, accept) => {
    expect(record(base, { d: changed({ TableName: 'charts' }) }, accept)).toEqual({
      refused: [expect.stringContaining('d: s/Records (AWS::DynamoDB::Table) would be replaced by TableName')],
    });
  });

  test('keeps the reason with what it accepts', () => {
    const accept = { reason: 'the table has never held anything', on: '2026-11-23' };
    const now = changed({ TableName: 'charts' });
    const { baseline: next } = record(base, { d: now }, accept) as { baseline: Baseline };
    expect(next.deployments.d).toEqual(now);
    expect(next.accepted).toEqual([{ ...accept, changes: [expect.stringContaining('by TableName')] }]);
  });

  test('writes the file, refuses to change it, and changes it for a reason', () => {
    const folder = mkdtempSync(join(tmpdir(), 'asepsis-baseline-'));
    const file = join(folder, 'baseline.json');
    const output = { out: () => undefined, err: () => undefined };
    try {
      baseline({ file }, output);
      expect(readBaseline(file).deployments).toEqual(current);
      const stale = readFileSync(file, 'utf8').replace('"/asepsis/lakeside/trail"', '"/asepsis/lakeside/old"');
      writeFileSync(file, stale);
      expect(() => baseline({ file, current }, output)).toThrow(/LogGroupName: it was "\/asepsis\/lakeside\/old"/);
      expect(readFileSync(file, 'utf8')).toBe(stale);
      baseline({ file, current, accept: 'a trial, torn down before', today: new Date('2026-11-23') }, output);
      expect(readBaseline(file)).toMatchObject({
        deployments: current,
        accepted: [{ on: '2026-11-23', reason: 'a trial, torn down before' }],
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
