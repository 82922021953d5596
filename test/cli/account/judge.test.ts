/** From facts of an account to findings: a table. */

import { bootstrapNames } from '../../../lib/bootstrap/names';
import type { AccountFacts } from '../../../lib/cli/account/facts';
import { readAs, unread } from '../../../lib/cli/account/facts';
import { type Item, judgeAccount } from '../../../lib/cli/account/judge';
import { closeOnItems } from '../../../lib/cli/preflight';
import { AccountError, PreflightError } from '../../../lib/errors';
import { testConfig } from '../../configs';

const names = bootstrapNames(testConfig());
const bootstrapped = {
  version: '33',
  boundaryArn: names.boundaryArn,
  executionPolicies: [`${names.executionPolicyPrefix}1`],
};

/** An empty member account that is bootstrapped, with what a case cares about changed. */
function facts(changes: Partial<AccountFacts> = {}, singletons: AccountFacts['singletons'] = {}): AccountFacts {
  const none = readAs(undefined);
  return {
    caller: readAs('111122223333'),
    managementAccount: readAs('999988887777'),
    singletons: {
      guardDutyDetector: none,
      securityHub: none,
      configRecorder: none,
      accessAnalyzer: none,
      macieSession: none,
      vpcBlockPublicAccess: none,
      s3AccountPublicAccessBlock: none,
      passwordPolicy: none,
      ...singletons,
    },
    ours: readAs(new Set<string>()),
    bootstrap: readAs(bootstrapped),
    closedRegions: readAs(['ap-east-1']),
    zones: readAs(['us-east-1a', 'us-east-1b', 'us-east-1c']),
    unconfirmed: readAs(undefined),
    ...changes,
  };
}

const found = (name: string) => readAs({ name });
const verdicts = (items: readonly Item[], ...wanted: readonly Item['verdict'][]) =>
  items.filter(({ verdict }) => wanted.includes(verdict)).map(({ subject }) => subject);
const blocking = (items: readonly Item[]) => verdicts(items, 'blocked', 'bootstrap', 'unread');

test('nothing stands in the way in an empty member account', () => {
  const items = judgeAccount(testConfig(), facts());
  expect(blocking(items)).toEqual([]);
  expect(() => closeOnItems(items)).not.toThrow();
});

const keys = [
  ['guardDutyDetector', 'GuardDuty detector', 'AWS::GuardDuty::Detector'],
  ['securityHub', 'Security Hub', 'AWS::SecurityHub::Hub'],
  ['configRecorder', 'Config recorder and channel', 'AWS::Config::ConfigurationRecorder'],
  ['accessAnalyzer', 'Access Analyzer', 'AWS::AccessAnalyzer::Analyzer'],
  ['macieSession', 'Macie session', 'AWS::Macie::Session'],
  ['vpcBlockPublicAccess', 'VPC block public access', 'AWS::EC2::VPCBlockPublicAccessOptions'],
  ['s3AccountPublicAccessBlock', 'S3 account public access block', 'Custom::AsepsisAccountSettings'],
  ['passwordPolicy', 'IAM password policy', 'Custom::AsepsisAccountSettings'],
] as const;

describe.each(keys)('%s', (key, subject, type) => {
  const config = (existing: 'create' | 'adopt') => testConfig('hospital', 'trial', { existing: { [key]: existing } });
  const judged = (existing: 'create' | 'adopt', given: AccountFacts) =>
    judgeAccount(config(existing), given).find((item) => item.subject === subject);

  test('create where one exists is a finding that says what to set', () => {
    const item = judged('create', facts({}, { [key]: found('theirs') }));
    expect(item).toMatchObject({ verdict: 'blocked', remedy: `Set existing.${key}: adopt.` });
    expect(item?.text).toContain('theirs');
  });
  test('create where ours exists is an upgrade', () => {
    const given = facts({ ours: readAs(new Set([type])) }, { [key]: found('ours') });
    expect(judged('create', given)).toMatchObject({ verdict: 'fine' });
  });
  test('adopt where none exists is a finding', () => {
    expect(judged('adopt', facts())).toMatchObject({ verdict: 'blocked', remedy: `Set existing.${key}: create.` });
  });
  test('adopt where one exists, and create where none does, are fine', () => {
    expect(judged('adopt', facts({}, { [key]: found('theirs') }))).toMatchObject({ verdict: 'fine' });
    expect(judged('create', facts())).toMatchObject({ verdict: 'fine' });
  });
  test('a read that fails is no absence', () => {
    for (const existing of ['create', 'adopt'] as const) {
      const item = judged(existing, facts({}, { [key]: unread('AccessDenied: no') }));
      expect(item).toMatchObject({ verdict: 'unread', text: 'could not be read: AccessDenied: no' });
    }
    const unknownOwner = facts({ ours: unread('AccessDenied: no') }, { [key]: found('whose') });
    expect(judged('create', unknownOwner)).toMatchObject({ verdict: 'unread' });
  });
});

test('a tier that declares no Macie session does not mind one', () => {
  expect(blocking(judgeAccount(testConfig('solo'), facts({}, { macieSession: found('ENABLED') })))).toEqual([]);
});

test.each<[string, AccountFacts, 'trial' | 'production', readonly string[]]>([
  ['credentials of another account', facts({ caller: readAs('444455556666') }), 'trial', ['Caller']],
  [
    'PHI in the management account',
    facts({ managementAccount: readAs('111122223333') }),
    'production',
    ['Organisation'],
  ],
  ['a trial in the management account', facts({ managementAccount: readAs('111122223333') }), 'trial', []],
  ['an account in no organisation', facts({ managementAccount: readAs(undefined) }), 'production', []],
  ['an unknown organisation', facts({ managementAccount: unread('AccessDenied') }), 'production', ['Organisation']],
  ['a region that is not opted in to', facts({ closedRegions: readAs(['us-east-1']) }), 'trial', ['Regions']],
  ['a zone that is not there', facts({ zones: readAs(['us-east-1a']) }), 'trial', ['Availability zones']],
  ['no bootstrap', facts({ bootstrap: readAs(undefined) }), 'trial', ['CDK bootstrap']],
  [
    'a bootstrap without our boundary',
    facts({ bootstrap: readAs({ ...bootstrapped, boundaryArn: undefined }) }),
    'trial',
    ['CDK bootstrap'],
  ],
  [
    'a bootstrap of an administrator',
    facts({
      bootstrap: readAs({ ...bootstrapped, executionPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
    }),
    'trial',
    ['CDK bootstrap'],
  ],
])('%s', (_, given, mode, subjects) => {
  expect(blocking(judgeAccount(testConfig('clinic', mode), given))).toEqual(subjects);
});

test('an unconfirmed subscription is told and stops nothing', () => {
  const items = judgeAccount(testConfig(), facts({ unconfirmed: readAs(['security@example.com']) }));
  expect(items.find(({ subject }) => subject === 'Alarm subscription')?.text).toContain('security@example.com');
  expect(blocking(items)).toEqual([]);
});

describe('the end of a preflight', () => {
  const item = (verdict: Item['verdict']): Item => ({ subject: verdict, verdict, text: '' });

  test('a finding outweighs what could not be read', () => {
    expect(() => closeOnItems([item('unread'), item('blocked')])).toThrow(PreflightError);
    expect(() => closeOnItems([item('bootstrap')])).toThrow(PreflightError);
    expect(() => closeOnItems([item('unread'), item('note')])).toThrow(AccountError);
  });
  test('what is accepted does not end it', () => {
    expect(() => closeOnItems([item('unread'), item('bootstrap')], ['unread', 'bootstrap'])).not.toThrow();
    expect(() => closeOnItems([item('blocked')], ['unread', 'bootstrap'])).toThrow(PreflightError);
  });
});
