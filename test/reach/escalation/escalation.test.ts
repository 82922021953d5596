/** Who can change who reaches PHI in a clinic, and what that leads to: exact lists, by statements that are named. */
import { bootstrapRoles } from '../../../lib/cli/bundle/bootstrap-roles';
import { reachDiff } from '../../../lib/reach/diff';
import type { PowerRow } from '../../../lib/reach/escalation/holders';
import { type Reach, reachOf } from '../../../lib/reach/reach';
import { readTemplates } from '../../../lib/resources/template';
import { testConfig } from '../../configs';
import { synthesized } from '../../synthesized';
import { type Edit, each, edited, statements } from '../edit';

const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
const practices = ['derm', 'skin'].map((id) => ({ id, name: id }));
const config = testConfig('clinic', 'production', { practices });
const templates = synthesized(config);
const bootstrap = bootstrapRoles(templates, config) ?? [];
const beside = readTemplates(bootstrap, environment);
const look = (from = templates): Reach => reachOf(readTemplates(from, environment), { beside });
const reach = look();
const { leads, powers, steps } = reach.escalation;

const names = new Map(reach.principals.map(({ id, name }) => [id, name]));
const targetNames = new Map(reach.escalation.targets.map(({ id, name }) => [id, name]));
const nameOf = (id: string) => (names.get(id) ?? targetNames.get(id) ?? id).replace('-111122223333-us-east-1', '');
const own = (who: string): readonly PowerRow[] =>
  powers.filter(({ principal, through }) => nameOf(principal) === who && !through);
const over = (who: string, power: string, outcome = 'allowed') =>
  own(who)
    .filter((row) => row.power === power && row.outcome === outcome)
    .flatMap(({ targets }) => targets.map(nameOf));

const bucket = 'lakeside-practice-derm/PhiStoreDF22AA8A';
const table = 'lakeside-practice-derm/Records091F6ECA';

/** The ways of somebody to an access of a store, as `power of target` one after the other. */
const waysOf = (who: string, access: string, store: string, lets?: string) =>
  leads
    .filter(
      (lead) =>
        nameOf(lead.principal) === who &&
        lead.access === access &&
        lead.stores.includes(store) &&
        (lets === undefined ? lead.lets === undefined : (lead.lets ?? []).map(nameOf).includes(lets)),
    )
    .map((lead) =>
      [
        lead.outcome,
        ...lead.steps.map((place) => `${steps[place]?.power} of ${steps[place]?.targets.map(nameOf)}`),
      ].join(': '),
    );

describe('who can change who reaches PHI', () => {
  test('is these, and nobody else', () => {
    const changing = powers.filter(({ effect }) => effect !== 'open');
    const changers = new Set(changing.map(({ principal }) => nameOf(principal)));
    expect([...changers].filter((one) => !one.includes('ScheduleRole')).sort()).toEqual([
      'an administrator',
      'cdk-asepsis-cfn-exec-role',
      'cdk-asepsis-deploy-role',
      'lakeside-contain',
      'lakeside-contain-fixer',
      'lakeside-drift-data',
      'lakeside-drift-data-fixer',
      'lakeside-drift-identity',
      'lakeside-drift-identity-fixer',
      'lakeside-drift-messaging',
      'lakeside-drift-messaging-fixer',
      'lakeside-drift-watch',
      'lakeside-drift-watch-fixer',
      'the root user',
    ]);
  });

  test('a schedule starts its own function at most', () => {
    const scheduled = powers.filter(({ principal }) => principal.includes('ScheduleRole'));
    expect(scheduled.filter(({ power, targets }) => power !== 'lambda:InvokeFunction' || targets.length > 1)).toEqual(
      [],
    );
  });

  test.each<[string, string, string]>([
    ['lakeside-drift-identity-fixer', 'iam:UpdateAssumeRolePolicy', 'lakeside-break-glass'],
    ['lakeside-drift-identity-fixer', 'iam:PutRolePolicy', 'lakeside-billing'],
    ['lakeside-drift-identity-fixer', 'iam:AttachRolePolicy', 'lakeside-drift-identity-fixer'],
    ['lakeside-drift-identity-fixer', 'iam:DetachRolePolicy', 'lakeside-contain-fixer'],
    ['lakeside-drift-identity-fixer', 'iam:CreatePolicyVersion', 'lakeside-billing'],
    ['lakeside-drift-identity-fixer', 'iam:CreatePolicyVersion of its boundary', 'lakeside-billing'],
    ['lakeside-drift-identity-fixer', 'cognito-identity:SetPrincipalTagAttributeMap', 'IdentitiesPoolD57E2FE9'],
    ['lakeside-drift-identity-fixer', 'cognito-identity:SetIdentityPoolRoles', 'IdentitiesPoolD57E2FE9'],
    ['lakeside-drift-identity-fixer', 'cognito-idp:UpdateUserPool', 'PeoplePoolC64A4D1E'],
    ['lakeside-drift-messaging-fixer', 'lambda:UpdateFunctionCode', 'lakeside-derm-imaging'],
    ['lakeside-drift-messaging-fixer', 'lambda:UpdateFunctionConfiguration', 'lakeside-drift-identity'],
    ['lakeside-drift-messaging-fixer', 'lambda:AddPermission', 'lakeside-derm-imaging'],
    ['lakeside-drift-messaging-fixer', 'iam:PassRole and lambda:UpdateFunctionConfiguration', 'lakeside-derm-imaging'],
    ['lakeside-drift-data-fixer', 'lambda:InvokeFunction', 'lakeside-derm-imaging'],
    ['lakeside-drift-network-fixer', 'ec2:ModifyVpcEndpoint', 'IsolatedVpcS38972F8F2'],
    ['lakeside-contain-fixer', 'iam:PutRolePolicy', 'lakeside-billing'],
    ['lakeside-contain-fixer', 'iam:DeleteRolePolicy', 'lakeside-clinician'],
    ['lakeside-drift-watch-fixer', 'iam:UpdateAssumeRolePolicy', 'lakeside-drift-identity-fixer'],
    ['lakeside-drift-watch-fixer', 'lambda:UpdateFunctionCode', 'lakeside-drift-identity'],
    ['cdk-asepsis-deploy-role', 'cloudformation:UpdateStack', 'lakeside-identity'],
    ['cdk-asepsis-deploy-role', 'cloudformation:CreateChangeSet and ExecuteChangeSet', 'lakeside-drift'],
    ['cdk-asepsis-cfn-exec-role', 'iam:UpdateAssumeRolePolicy', 'lakeside-clinician'],
    ['cdk-asepsis-cfn-exec-role', 'iam:PassRole and lambda:CreateFunction', 'lakeside-derm-imaging'],
    ['cdk-asepsis-cfn-exec-role', 'lambda:UpdateFunctionCode', 'lakeside-pre-token'],
    ['the root user', 'iam:UpdateAssumeRolePolicy', 'lakeside-clinician'],
  ])('%s may %s, of %s', (who, power, target) => expect(over(who, power)).toContain(target));

  test.each<[string, string, string]>([
    ['lakeside-contain-fixer', 'iam:PutRolePolicy', 'lakeside-break-glass'],
    ['lakeside-contain-fixer', 'iam:PutRolePolicy', 'lakeside-contain'],
    ['lakeside-contain-fixer', 'iam:UpdateAssumeRolePolicy', 'lakeside-billing'],
    ['lakeside-drift-watch-fixer', 'lambda:UpdateFunctionCode', 'lakeside-derm-imaging'],
    ['lakeside-drift-detection-fixer', 'iam:PassRole and lambda:CreateFunction', 'lakeside-derm-imaging'],
    ['cdk-asepsis-cfn-exec-role', 'iam:PutRolePermissionsBoundary', 'lakeside-billing'],
    ['cdk-asepsis-cfn-exec-role', 'iam:PutRolePolicy', 'lakeside-billing'],
    ['cdk-asepsis-cfn-exec-role', 'iam:CreatePolicyVersion of its boundary', 'lakeside-billing'],
    ['cdk-asepsis-deploy-role', 'cloudformation:UpdateStack', 'asepsis-bootstrap'],
    ['lakeside-clinician', 'lambda:InvokeFunction', 'lakeside-derm-imaging'],
  ])('%s may not %s, of %s', (who, power, target) => {
    expect([...over(who, power), ...over(who, power, 'undecided')]).not.toContain(target);
  });

  test('whether another boundary of ours would do is not known, and one of a stranger’s would not', () => {
    const power = 'iam:PutRolePermissionsBoundary';
    expect(over('lakeside-drift-identity-fixer', power, 'undecided')).toContain('lakeside-billing');
    expect(over('lakeside-drift-identity-fixer', power)).toEqual([]);
    const anything = edited(
      templates,
      each('AWS::IAM::ManagedPolicy', (properties) => {
        for (const one of statements(properties).Statement)
          if ('ArnLike' in (one.Condition ?? {})) delete one.Condition;
      }),
    );
    const { escalation } = look(anything);
    const may = escalation.powers.filter((one) => one.power === power && one.outcome === 'allowed' && !one.through);
    expect(may.map(({ principal }) => nameOf(principal))).toContain('lakeside-drift-identity-fixer');
  });

  test('by the statement and the boundary that let it', () => {
    const [row] = own('lakeside-drift-identity-fixer').filter(({ power }) => power === 'iam:UpdateAssumeRolePolicy');
    expect(row?.by).toEqual([
      expect.stringMatching(/^identity lakeside-drift\/GuardidentityFixerPermissions\w+#\d+$/),
      expect.stringMatching(/^boundary lakeside-drift\/GuardidentityBoundary\w+#Most$/),
    ]);
  });

  test('a function has what the role has that it may assume', () => {
    const rows = powers.filter(({ principal }) => nameOf(principal) === 'lakeside-drift-identity');
    const rewriting = rows.find(({ power }) => power === 'iam:UpdateAssumeRolePolicy');
    expect(rewriting?.through?.map(nameOf)).toEqual(['lakeside-drift-identity-fixer']);
    expect(rewriting?.by.join()).toContain('#ActAsFixer');
  });

  test.each<[string, string, RegExp]>([
    ['lakeside-contain-fixer', 'iam:PutRolePolicy', /^identity .*#NeverTheDefenders$/],
    ['cdk-asepsis-cfn-exec-role', 'iam:PutRolePermissionsBoundary', /^boundary .*#OnlyBoundedRoles$/],
    ['cdk-asepsis-cfn-exec-role', 'iam:CreatePolicyVersion of its boundary', /^boundary .*#LockedBoundary$/],
    ['cdk-asepsis-deploy-role', 'cloudformation:UpdateStack', /^boundary .*#OwnStacks$/],
  ])('%s is denied %s by a statement that is named', (who, power, by) => {
    const refused = reach.escalation.denied.filter((one) => nameOf(one.principal) === who && one.power === power);
    expect(refused.map((one) => one.by)).toContainEqual(expect.stringMatching(by));
  });
});

describe('what that leads to', () => {
  test.each<[who: string, access: string, store: string, way: string]>([
    ['lakeside-drift-identity-fixer', 'read', bucket, 'allowed: iam:UpdateAssumeRolePolicy of lakeside-backup'],
    ['lakeside-drift-identity', 'read', table, 'allowed: iam:UpdateAssumeRolePolicy of lakeside-clinician'],
    [
      'lakeside-drift-messaging-fixer',
      'read',
      bucket,
      'allowed: iam:PassRole and lambda:UpdateFunctionConfiguration of lakeside-derm-imaging',
    ],
    ['cdk-asepsis-cfn-exec-role', 'read', table, 'allowed: iam:UpdateAssumeRolePolicy of lakeside-clinician'],
  ])('%s could then %s %s', (who, access, store, way) => expect(waysOf(who, access, store)).toEqual([way]));

  test('who may write the policy of a bucket and has its key reads it', () => {
    expect(waysOf('lakeside-drift-data-fixer', 'read', bucket)[0]).toMatch(/^allowed: s3:PutBucketPolicy of /);
    // Who has no key lets in nobody for certain.
    expect(waysOf('lakeside-contain-fixer', 'read', bucket)[0]).toMatch(/^undecided: s3:PutBucketPolicy of /);
  });

  test('who gives a role any policy lets others in, within their boundary', () => {
    expect(waysOf('lakeside-contain-fixer', 'read', bucket, 'lakeside-billing')[0]).toMatch(
      /^allowed: iam:PutRolePolicy of .*lakeside-billing/,
    );
    expect(waysOf('lakeside-contain-fixer', 'read', bucket, 'lakeside-break-glass')).toEqual([]);
  });

  test.each([bucket, table])('the root user comes to read %s', (store) => {
    expect(waysOf('the root user', 'read', store)).toEqual([expect.stringMatching(/^allowed: /)]);
  });

  test('whoever has no power is led nowhere', () => {
    const leading = new Set(leads.map(({ principal }) => nameOf(principal)));
    for (const who of ['lakeside-clinician', 'lakeside-billing', 'lakeside-backup', 'anonymous', 'another account'])
      expect(leading).not.toContain(who);
  });
});

describe('a change of it is told in a sentence', () => {
  const unbounded: Edit = (resources) => {
    for (const [id, { Properties }] of Object.entries(resources)) {
      if (/^Rolebilling(?!Permissions)/.test(id)) Reflect.deleteProperty(Properties, 'PermissionsBoundary');
    }
  };
  const granted: Edit = (resources) => {
    for (const [id, { Properties }] of Object.entries(resources)) {
      if (!id.startsWith('RolebillingPermissions')) continue;
      const statement = {
        Effect: 'Allow',
        Action: 'iam:PutRolePolicy',
        Resource: 'arn:aws:iam::111122223333:role/asepsis/lakeside-auditor',
      };
      statements(Properties).Statement.push(statement as object);
    }
  };
  const told = (...edits: readonly Edit[]) =>
    reachDiff(reach, look(edits.reduce((from, edit) => edited(from, edit), templates)))
      .map(({ kind, sentence }) => `${kind}: ${sentence}`)
      .filter((one) => one.includes(' over '));

  test('a power that the boundary refuses is none', () => expect(told(granted)).toEqual([]));

  test('a power that is new', () => {
    expect(told(granted, unbounded)).toContain(
      'gained: The lakeside-billing role for another practice gained iam:PutRolePolicy over the role lakeside-auditor (allowed).',
    );
  });

  test('a bundle of an earlier release is not compared', () => {
    const { escalation: _none, ...earlier } = reach;
    expect(reachDiff(earlier as Reach, reach)).toEqual([]);
  });
});

test('what was not looked at is said; that the bootstrap was, too', () => {
  expect(reach.limits.length).toBeGreaterThan(5);
  expect(reach.limits.join()).not.toContain('were not at hand');
  expect(reachOf(readTemplates(templates, environment)).limits[0]).toContain('were not at hand');
});
