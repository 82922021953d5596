/** What the functions may do: enough, no more, and short enough for AWS. */
import { fixPolicy } from '../../lambdas/drift/credentials';
import { liveKinds } from '../../lambdas/drift/live';
import { controls } from '../../lib/controls';
import { controlsOf, familyNames } from '../../lib/drift/families';
import { actionsOf, fixActions, fixWants, policiesOf, readWants } from '../../lib/drift/permissions';
import { makingActions, promiseActions, wholeResource } from '../../lib/drift/promises';
import { mergeReads, reads } from '../../lib/drift/reads';
import { type Allowed, arnsOf, statementsFor, whyUnnamed } from '../../lib/drift/scope';
import { liveFiles } from './live-sources';

const scope = {
  account: '111122223333',
  region: 'us-gov-west-1',
  partition: 'aws-us-gov',
  name: 'a-name-of-twenty-chars',
};
const enforced = controls.filter(({ fix }) => fix.mode === 'enforce');
const asPolicy = (statements: readonly Allowed[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const starred = (statements: readonly Allowed[]) =>
  statements.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);

/** As long as ids of AWS become. */
const longId = `arn:aws-us-gov:service:us-gov-west-1:111122223333:something/${'x'.repeat(128)}`;
const ids = ['x'.repeat(128), longId, '1234abcd-12ab-34cd-56ef-1234567890ab'];

describe('reads', () => {
  test.each(liveFiles.map(({ file }) => file))(
    '%s imports what its kinds are said to need, and no other read',
    (file) => {
      const found = liveFiles.find((one) => one.file === file);
      const kinds = Object.values(found?.kinds ?? {});
      const needed = [...new Set(kinds.flatMap((kind) => reads[kind] ?? []))];
      const isRead = (action: string) => /:(Get|List|Describe|BatchGet)/.test(action);
      expect(needed.filter((action) => !found?.actions.includes(action))).toEqual([]);
      const merged = kinds.flatMap((kind) => mergeReads[kind] ?? []);
      const fixing = enforced.filter(({ resource }) => kinds.includes(resource.name)).flatMap(fixActions);
      const known = new Set([...needed, ...merged, ...fixing]);
      const shared = new Set(
        liveFiles
          .filter((one) => one !== found)
          .flatMap(({ kinds: other }) => Object.values(other).flatMap((kind) => reads[kind] ?? [])),
      );
      expect(
        (found?.actions ?? []).filter((action) => isRead(action) && !known.has(action) && !shared.has(action)),
      ).toEqual([]);
    },
  );

  test('are said of every kind that is read live, and of no other', () => {
    expect(Object.keys(reads).sort()).toEqual(liveKinds.map(({ kind }) => kind.name).sort());
    expect(Object.keys(mergeReads).filter((kind) => !(kind in reads))).toEqual([]);
  });

  test('only read', () => {
    const odd = Object.values(reads)
      .flat()
      .filter((action) => !/:(Get|List|Describe|BatchGet)/.test(action));
    expect(odd).toEqual([]);
  });
});

describe('what a fix may do', () => {
  test.each(enforced.map(({ id }) => id))('%s changes something, and only what its control says', (id) => {
    const control = enforced.find((one) => one.id === id);
    if (!control) throw new Error(id);
    const actions = fixActions(control);
    expect(actions.length).toBeGreaterThan(0);
    const said = new Set([...control.permissions, ...(mergeReads[control.resource.name] ?? [])]);
    expect(actions.filter((action) => !said.has(action))).toEqual([]);
  });

  test('is nothing for a control that only observes', () => {
    for (const control of controls.filter(({ fix }) => fix.mode !== 'enforce')) expect(fixActions(control)).toEqual([]);
  });

  test('never deletes data, keys or the resource itself, and never terminates', () => {
    const forbidden =
      /:(Terminate|Delete(Bucket|Object|Table|Key|User|Role|Trail|Detector|Vault|Secret|LogGroup|Queue|Topic|Stack)(s|Version)?$|ScheduleKeyDeletion|DisableKey$)/;
    const all = familyNames.flatMap((family) => policiesOf(family, scope).fix.flatMap(({ Action }) => Action));
    expect(all.filter((action) => forbidden.test(action))).toEqual([]);
    expect(all.filter((action) => action.includes('*'))).toEqual([]);
  });

  test('covers the promises that no control asks for', () => {
    const puts = new Map(
      liveKinds.map(({ kind, open }) => [kind.name, Object.keys(open(() => ({ region: 'us-east-1' })).puts)]),
    );
    for (const [kind, paths] of Object.entries(promiseActions))
      for (const [path, actions] of Object.entries(paths)) {
        expect(puts.get(kind)).toContain(path);
        expect(actionsOf(kind, [], [path])).toEqual(actions);
        const controlled = enforced.filter(({ resource }) => resource.name === kind);
        expect(fixWants(controlled)[0]?.actions).toEqual(expect.arrayContaining([...actions]));
      }
  });
});

test('what makes a resource anew is in the role, and in the credentials of that alone', () => {
  for (const [kind, actions] of Object.entries(makingActions)) {
    const own = enforced.filter(({ resource }) => resource.name === kind);
    expect(fixWants(own)[0]?.actions).toEqual(expect.arrayContaining([...actions]));
    expect(actionsOf(kind, own, [])).toEqual(expect.not.arrayContaining(['', ...actions]));
    expect(actionsOf(kind, [], [wholeResource])).toEqual(actions);
  }
});

test('nothing is granted to the fixers that nothing of ours calls, but for what services ask of their callers', () => {
  const called = new Set(liveFiles.flatMap(({ actions }) => actions));
  const granted = familyNames.flatMap((family) => policiesOf(family, scope).fix.flatMap(({ Action }) => Action));
  expect([...new Set(granted)].filter((action) => !called.has(action)).sort()).toEqual([
    'iam:CreateServiceLinkedRole',
    'iam:PassRole',
    'kms:CreateGrant',
    'kms:Decrypt',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'lambda:GetLayerVersion',
    'lambda:InvokeFunction',
  ]);
});

describe('the session policy', () => {
  const narrowed = liveKinds.filter(({ kind }) => enforced.some(({ resource }) => resource.name === kind.name));

  test.each(narrowed.map(({ kind }) => kind.name))(
    'of any fix of %s is no longer than AWS takes, and names its resource',
    (name) => {
      const kind = liveKinds.find((one) => one.kind.name === name);
      if (!kind) throw new Error(name);
      const own = enforced.filter(({ resource }) => resource.name === name);
      const paths = [wholeResource, ...Object.keys(kind.open(() => ({ region: 'us-east-1' })).puts)];
      for (const physicalId of ids)
        for (const some of [own, ...own.map((control) => [control])]) {
          const policy = fixPolicy({ kind, controls: some, paths, physicalId }, scope);
          expect(policy.length).toBeLessThanOrEqual(2_048);
          const { Statement } = JSON.parse(policy) as { Statement: readonly Allowed[] };
          expect(Statement.length).toBeGreaterThan(0);
          expect(starred(Statement).filter((action) => whyUnnamed(action) === undefined)).toEqual([]);
        }
    },
  );

  test('that would be longer is refused, aloud', () => {
    const kind = liveKinds.find((one) => one.kind.name === 's3.bucket');
    if (!kind) throw new Error('no bucket');
    const controlled = enforced.filter(({ resource }) => resource.name === 's3.bucket');
    expect(() => fixPolicy({ kind, controls: controlled, paths: [], physicalId: 'x'.repeat(2_048) }, scope)).toThrow(
      RangeError,
    );
  });
});

describe.each(familyNames)('the role of %s', (family) => {
  const { fix, read } = policiesOf(family, scope);

  test('fits into a managed policy, with room for what the function does besides', () => {
    expect(asPolicy(fix).length).toBeLessThanOrEqual(6_144);
    expect(asPolicy(read).length).toBeLessThanOrEqual(4_096);
  });

  test('names a resource wherever AWS offers one', () => {
    const unnamed = [...starred(read), ...starred(fix)].filter((action) => whyUnnamed(action) === undefined);
    expect(unnamed).toEqual([]);
  });

  test('may make every fix that it can be asked for', () => {
    const may = new Set(fix.flatMap(({ Action }) => Action));
    const asked = controlsOf(family)
      .filter(({ fix: { mode } }) => mode === 'enforce')
      .flatMap(fixActions);
    expect(asked.filter((action) => !may.has(action))).toEqual([]);
  });

  test('reads without changing', () => {
    expect(
      readWants(controlsOf(family))
        .flatMap(({ actions }) => actions)
        .filter((action) => !/:(Get|List|Describe|BatchGet)/.test(action)),
    ).toEqual([]);
  });
});

describe('what an action is bound to beside its resource', () => {
  const ours = 'arn:aws:iam::111122223333:policy/asepsis/lakeside-*';
  const denyAll = 'arn:aws:iam::aws:policy/AWSDenyAll';
  const handed = (service: string) => ({ StringEquals: { 'iam:PassedToService': `${service}.amazonaws.com` } });
  const bound = (action: string, kind: string) =>
    statementsFor([{ kind, actions: [action] }], '*', {
      ...scope,
      partition: 'aws',
      region: 'us-east-1',
      name: 'lakeside',
    }).map(({ Condition }) => Condition);

  test.each<[action: string, kind: string, condition: object | undefined]>([
    ['iam:PassRole', 'cloudtrail.trail', handed('cloudtrail')],
    ['iam:PassRole', 'cognito.identity-pool', handed('cognito-identity')],
    ['iam:PassRole', 'config.recorder', handed('config')],
    ['iam:PassRole', 'events.rule', handed('events')],
    ['iam:PassRole', 'lambda.function', handed('lambda')],
    ['iam:PassRole', 'scheduler.schedule', handed('scheduler')],
    ['iam:PutRolePermissionsBoundary', 'iam.role', { ArnLike: { 'iam:PermissionsBoundary': ours } }],
    ['iam:AttachRolePolicy', 'iam.role', { ArnLike: { 'iam:PolicyARN': ours } }],
    ['iam:AttachUserPolicy', 'iam.login-profile', { ArnEquals: { 'iam:PolicyARN': denyAll } }],
    // Whatever was attached must go, whose ever it is.
    ['iam:DetachRolePolicy', 'iam.role', undefined],
    ['kms:Decrypt', 'dynamodb.table', { StringEquals: { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' } }],
  ])('%s of %s', (action, kind, condition) => expect(bound(action, kind)).toEqual([condition]));

  test('a role is handed to nobody whom nobody named', () => {
    expect(() => bound('iam:PassRole', 'kms.key')).toThrow('does not know which service takes it');
  });

  test('every role that a fix hands over goes to one service', () => {
    const passing = familyNames.flatMap((family) =>
      policiesOf(family, scope).fix.filter(({ Action }) => Action.includes('iam:PassRole')),
    );
    expect(passing.length).toBeGreaterThan(3);
    for (const { Action, Condition } of passing) {
      expect(Action).toEqual(['iam:PassRole']);
      expect(Condition?.StringEquals?.['iam:PassedToService']).toMatch(/^[a-z-]+\.amazonaws\.com$/);
    }
  });
});

describe('the ARNs of an action', () => {
  const of = (action: string, kind: string, id: string) =>
    arnsOf(action, kind, id, { ...scope, partition: 'aws', region: 'us-east-1', name: 'lakeside' });

  test.each([
    ['kms:PutKeyPolicy', 'kms.key', '1234', ['arn:aws:kms:us-east-1:111122223333:key/1234']],
    ['kms:PutKeyPolicy', 'kms.key', '*', ['arn:aws:kms:us-east-1:111122223333:key/*']],
    ['s3:PutBucketPolicy', 's3.bucket', 'lakeside-phi', ['arn:aws:s3:::lakeside-phi']],
    ['s3:PutBucketPolicy', 's3.bucket', '*', ['arn:aws:s3:::lakeside-*']],
    [
      'iam:PutRolePolicy',
      'iam.role',
      'doctor',
      ['arn:aws:iam::111122223333:role/asepsis/doctor', 'arn:aws:iam::111122223333:role/asepsis/*/doctor'],
    ],
    ['iam:PutRolePolicy', 'iam.role', '*', ['arn:aws:iam::111122223333:role/asepsis/*']],
    ['iam:PassRole', 'config.recorder', 'default', ['arn:aws:iam::111122223333:role/asepsis/*']],
    [
      'sns:SetTopicAttributes',
      'sns.topic',
      'arn:aws:sns:us-east-1:111122223333:a',
      ['arn:aws:sns:us-east-1:111122223333:a'],
    ],
    [
      'lambda:InvokeFunction',
      'secretsmanager.secret',
      'arn:aws:secretsmanager:us-east-1:111122223333:secret:a-1a2b3c',
      ['arn:aws:lambda:us-east-1:111122223333:function:lakeside-*'],
    ],
    ['ec2:DescribeVpcs', 'ec2.vpc', 'vpc-1', ['*']],
    ['macie2:EnableMacie', 'macie.session', 'x', ['*']],
  ])('%s on %s %s', (action, kind, id, expected) => {
    expect(of(action, kind, id)).toEqual(expected);
  });

  test('of a role are not those of one whose name ends the same', () => {
    const patterns = of('iam:PutRolePolicy', 'iam.role', 'doctor').map(
      (arn) => new RegExp(`^${arn.replaceAll('*', '.*')}$`),
    );
    const matches = (role: string) =>
      patterns.some((pattern) => pattern.test(`arn:aws:iam::111122223333:role/${role}`));
    expect(['asepsis/doctor', 'asepsis/derm/doctor', 'asepsis/head-doctor', 'doctor'].map(matches)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('of a kind that nobody wrote down are refused, and never everything', () => {
    expect(() => of('newservice:Change', 'newservice.thing', 'x')).toThrow(
      /lib\/drift\/scope\.ts knows no ARN of newservice\.thing/,
    );
  });

  test('are gathered by resource, in a stable order', () => {
    const wants = [
      { kind: 'kms.key', actions: ['kms:B', 'kms:A'] },
      { kind: 's3.bucket', actions: ['s3:A'] },
      { kind: 'kms.key', actions: ['kms:A'] },
    ];
    const statements = statementsFor(wants, 'x', { ...scope, partition: 'aws', region: 'us-east-1' });
    expect(statements.map(({ Action }) => Action)).toEqual([['kms:A', 'kms:B'], ['s3:A']]);
    expect(statementsFor([...wants].reverse(), 'x', { ...scope, partition: 'aws', region: 'us-east-1' })).toEqual(
      statements,
    );
  });
});
