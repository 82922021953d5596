/** The bootstrap's permissions: enough for every resource that a configuration declares, and no way out of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from '../../lib/app';
import { bootstrapBoundary, destruction } from '../../lib/bootstrap/boundary';
import { bootstrapNames, qualifier } from '../../lib/bootstrap/names';
import { executionPolicies, neededActions, policyLimit, sizeOf } from '../../lib/bootstrap/policy';
import { resourcesOf } from '../../lib/bootstrap/scopes';
import { bootstrapTemplate } from '../../lib/bootstrap/template';
import { loadConfig } from '../../lib/config/load';
import type { Config } from '../../lib/config/schema';
import { templatesOf } from '../../lib/gates/gate';
import type { NamedTemplate } from '../../lib/resources/template';
import { everyDeployment, testConfig, ungated } from '../configs';
import { allows, type Request } from './allows';

const organisation = { name: 'x', id: 'o-a1b2c3d4e5', managesPolicies: true, policyTargets: ['r-abcd'] };

const templates = new Map<string, readonly NamedTemplate[]>();

/** The resources of a configuration, synthesized once. */
function resourcesIn(config: Config) {
  const key = JSON.stringify(config);
  const found = templates.get(key) ?? templatesOf(buildApp(config, ungated).synth());
  templates.set(key, found);
  return found.flatMap(({ template }) => Object.values(template.Resources ?? {}));
}

const typesIn = (config: Config) => new Set(resourcesIn(config).map(({ Type }) => Type));

const deployments = [
  ...everyDeployment.map(([tier, mode]) => [`${tier} in ${mode}`, testConfig(tier, mode)] as const),
  ['hospital.yaml', loadConfig('config/hospital.yaml')] as const,
  ['a manager of policies', testConfig('hospital', 'production', { organisation })] as const,
];

describe.each(deployments)('%s', (_, config) => {
  const types = typesIn(config);
  const policies = executionPolicies(types, config);
  const boundary = bootstrapBoundary(types, config);
  const kept = config.mode === 'production' ? Object.values(destruction) : [];

  /** A request on something of ours that carries what a deploy of ours carries. */
  function ordinary(action: string): Request {
    const path = `arn:aws:iam::${config.account}`;
    const ofPolicy = /Policy(Version|Versions|Tags)?$/.test(action) && !/Role/.test(action);
    const resource = action.startsWith('iam:')
      ? `${path}:${ofPolicy ? 'policy' : 'role'}/asepsis/${config.name}-any`
      : (resourcesOf(action, config)[0] ?? '').replaceAll('*', 'any');
    const context = {
      'aws:RequestedRegion': config.region,
      'iam:PermissionsBoundary': `${path}:policy/asepsis/${config.name}-boundary`,
      'iam:PolicyARN': `${path}:policy/asepsis/${config.name}-any`,
    };
    return { action, resource, context };
  }

  test('may do what CloudFormation does for each of its types, as far as we know', () => {
    const denied = neededActions(types).filter((action) => !allows(policies, boundary, ordinary(action)));
    expect(denied.sort()).toEqual([...kept].filter((action) => neededActions(types).includes(action)).sort());
  });

  test('fits IAM’s quotas and CloudFormation’s', () => {
    for (const { Statement } of [...policies, boundary]) expect(sizeOf(Statement)).toBeLessThanOrEqual(policyLimit);
    expect(policies.length).toBeLessThanOrEqual(10);
    expect(bootstrapTemplate(types, config).body.length).toBeLessThanOrEqual(51_200);
  });

  test('grants no service whole, and no organization policy unless the account manages them', () => {
    const granted = policies.flatMap(({ Statement }) => Statement.flatMap(({ Action = [] }) => Action));
    expect(granted.filter((action) => action.includes('*'))).toEqual([]);
    expect(granted.some((action) => action.startsWith('organizations:'))).toBe(config.organisation.managesPolicies);
  });

  test('keeps in production what the boundary forbids to destroy', () => {
    const lost = resourcesIn(config).filter(
      ({ DeletionPolicy, Type }) => Type in destruction && DeletionPolicy !== 'Retain',
    );
    expect(lost.length === 0).toBe(config.mode === 'production');
  });
});

describe('what is forbidden', () => {
  const config = testConfig('clinic', 'production');
  const { account } = config;
  const types = typesIn(config);
  const boundary = bootstrapBoundary(types, config);
  const iam = (part: string) => `arn:aws:iam::${account}:${part}`;
  const own = `policy/asepsis/${config.name}-boundary`;
  const bounded = { 'iam:PermissionsBoundary': iam(own) };
  const { boundary: bootstrapBoundaryName, executionPolicy, executionRole } = bootstrapNames(config);
  /** With every action granted, so that it is the boundary that refuses. */
  const everything = [
    { Version: '2012-10-17' as const, Statement: [{ Effect: 'Allow' as const, Action: ['*'], Resource: ['*'] }] },
  ];
  const attempts: readonly (readonly [what: string, action: string, part: string, context: Record<string, string>])[] =
    [
      ['a user', 'iam:CreateUser', 'user/eve', {}],
      ['an access key', 'iam:CreateAccessKey', 'user/eve', {}],
      ['a password', 'iam:CreateLoginProfile', 'user/eve', {}],
      ['an inline policy', 'iam:PutRolePolicy', 'role/asepsis/lakeside-x', {}],
      ['a role without a boundary', 'iam:CreateRole', 'role/asepsis/lakeside-x', {}],
      [
        'a role with another boundary',
        'iam:CreateRole',
        'role/asepsis/lakeside-x',
        { 'iam:PermissionsBoundary': iam('policy/other') },
      ],
      ['the boundary off a role', 'iam:DeleteRolePermissionsBoundary', 'role/asepsis/lakeside-x', {}],
      ['the bootstrap’s boundary', 'iam:CreatePolicyVersion', `policy/${bootstrapBoundaryName}`, {}],
      ['the bootstrap’s policies', 'iam:CreatePolicyVersion', `policy/${executionPolicy}1`, {}],
      ['the bootstrap’s role', 'iam:AttachRolePolicy', `role/${executionRole}`, {}],
      ['its trust', 'iam:UpdateAssumeRolePolicy', `role/${executionRole}`, {}],
      ['the deployment’s boundary', 'iam:CreatePolicyVersion', own, {}],
    ];

  test.each(attempts)('%s', (_what, action, part, context) => {
    const request = { action, resource: iam(part), context: { 'aws:RequestedRegion': 'us-east-1', ...context } };
    expect(allows(everything, boundary, request)).toBe(false);
    expect(allows(executionPolicies(types, config), boundary, request)).toBe(false);
  });

  test.each([
    ['another region', 'kms:CreateKey', '*', 'eu-west-1'],
    ['patients’ images', 's3:GetObject', 'arn:aws:s3:::lakeside-derm-phi-111122223333-us-east-1/image', 'us-east-1'],
    [
      'patients’ records',
      'dynamodb:Query',
      'arn:aws:dynamodb:us-east-1:111122223333:table/lakeside-derm-records',
      'us-east-1',
    ],
    ['a service that is not in use', 'ec2:RunInstances', '*', 'us-east-1'],
    ['the organisation', 'organizations:DetachPolicy', '*', 'us-east-1'],
    [
      'the bootstrap’s stack',
      'cloudformation:UpdateStack',
      'arn:aws:cloudformation:us-east-1:111122223333:stack/asepsis-toolkit/1',
      'us-east-1',
    ],
    ['a PHI key', 'kms:ScheduleKeyDeletion', '*', 'us-east-1'],
  ])('%s', (_what, action, resource, region) => {
    const request = { action, resource, context: { 'aws:RequestedRegion': region } };
    expect(allows(executionPolicies(types, config), boundary, request)).toBe(false);
  });

  test('and what is near it is not', () => {
    const role = { action: 'iam:CreateRole', resource: iam('role/asepsis/lakeside-x'), context: bounded };
    expect(allows(executionPolicies(types, config), boundary, role)).toBe(true);
    expect(allows(executionPolicies(types, config), boundary, { ...role, resource: iam('role/elsewhere') })).toBe(
      false,
    );
    const unlocked = bootstrapBoundary(types, config, { unlockBoundary: true });
    const widen = { action: 'iam:CreatePolicyVersion', resource: iam(own) };
    expect(allows(executionPolicies(types, config), unlocked, widen)).toBe(true);
    const foreign = { action: 'iam:AttachRolePolicy', resource: iam('role/asepsis/lakeside-x') };
    const admin = { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' };
    expect(allows(executionPolicies(types, config), boundary, { ...foreign, context: admin })).toBe(false);
  });
});

test('a type that nobody has looked up stops it, by name', () => {
  expect(() => executionPolicies(['AWS::KMS::Key', 'AWS::No::Such'], testConfig())).toThrow(
    'no actions are known for AWS::No::Such',
  );
});

test('the app deploys through the bootstrap of our qualifier', () => {
  const { context } = JSON.parse(readFileSync(join(__dirname, '../../cdk.json'), 'utf8'));
  expect(context['@aws-cdk/core:bootstrapQualifier']).toBe(qualifier);
  expect(qualifier.length).toBeLessThanOrEqual(10);
  const assembly = buildApp(testConfig(), ungated).synth();
  for (const stack of assembly.stacksRecursively)
    expect(stack.assumeRoleArn).toContain(`role/cdk-${qualifier}-deploy-role`);
});
