/** What template readers take a declaration to mean, where that is not plain. */

import { resourceKinds } from '../../lib/resources';
import { cognitoUserPool, triggersOf } from '../../lib/resources/cognito-user-pool';
import { cognitoUserPoolClient, inMinutes } from '../../lib/resources/cognito-user-pool-client';
import { ec2Instance } from '../../lib/resources/compute';
import { configRecorder } from '../../lib/resources/config-recorder';
import { guarddutyDetector } from '../../lib/resources/guardduty-detector';
import { iamManagedPolicy } from '../../lib/resources/iam-policy';
import { iamRole } from '../../lib/resources/iam-role';
import { securityhubHub } from '../../lib/resources/securityhub-hub';
import { unknown } from '../../lib/resources/value';
import { open, type Resources, resource, stateOf } from './state-of';

describe('every kind', () => {
  test('has a name of its own and types of its own', () => {
    const names = resourceKinds.map((kind) => kind.name);
    expect(new Set(names).size).toBe(names.length);
    const types = resourceKinds.flatMap((kind) => kind.types);
    expect(types.filter((type, at) => types.indexOf(type) !== at)).toEqual([]);
  });

  test.each(resourceKinds.map((kind) => [kind.name, kind] as const))('%s reads an empty declaration', (_name, kind) => {
    for (const type of kind.types) expect(() => stateOf(kind, { It: resource(type) })).not.toThrow();
  });
});

describe('IAM', () => {
  const trust = { Statement: [] };
  test('policies are the role’s, whichever side attaches them', () => {
    const state = stateOf(iamRole, {
      Role: resource('AWS::IAM::Role', {
        AssumeRolePolicyDocument: trust,
        RoleName: 'worker',
        ManagedPolicyArns: ['arn:a', { Ref: 'Own' }],
        Policies: [{ PolicyName: 'in', PolicyDocument: trust }],
      }),
      Own: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: trust, Roles: [{ Ref: 'Role' }] }),
      Named: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: trust, Roles: ['worker'] }),
      Inline: resource('AWS::IAM::Policy', { PolicyName: 'standing', PolicyDocument: trust, Roles: [{ Ref: 'Role' }] }),
      RolePolicy: resource('AWS::IAM::RolePolicy', {
        PolicyName: 'own',
        PolicyDocument: trust,
        RoleName: { Ref: 'Role' },
      }),
    });
    expect(state.managedPolicies).toEqual(['arn:a', '{{s/Own}}', '{{s/Named}}']);
    expect(Object.keys(state.inlinePolicies)).toEqual(['in', 'standing', 'own']);
  });

  const policy = (others: Resources, properties: Record<string, unknown> = {}) =>
    stateOf(iamManagedPolicy, {
      Policy: resource('AWS::IAM::ManagedPolicy', {
        ManagedPolicyName: 'bound',
        Path: '/asepsis/',
        PolicyDocument: trust,
        ...properties,
      }),
      ...others,
    }).boundary;
  const bounded = (boundary: unknown, properties: Record<string, unknown> = {}) => ({
    Role: resource('AWS::IAM::Role', { PermissionsBoundary: boundary, ...properties }),
  });
  const arn = 'arn:aws:iam::111122223333:policy/asepsis/bound';
  test.each([
    ['by its ARN', bounded(arn), {}, true],
    ['by reference', bounded({ Ref: 'Policy' }), {}, true],
    ['of nobody', {}, {}, false],
    ['that is attached as well, by the role', bounded(arn, { ManagedPolicyArns: [arn] }), {}, false],
    ['that is attached as well, by itself', bounded(arn), { Roles: ['x'] }, false],
  ])('a boundary %s', (_name, others, properties, expected) => {
    expect(policy(others, properties)).toBe(expected);
  });
});

describe('Cognito', () => {
  test.each([
    [undefined, 'hours', 60, 60],
    [0, 'hours', 60, 60],
    [15, 'minutes', 60, 15],
    [2, 'hours', 60, 120],
    [30, 'days', 60, 43_200],
    [300, 'seconds', 60, 5],
    [1, 'weeks', 60, unknown('weeks is not a unit of time that Cognito knows')],
    [unknown('a'), 'hours', 60, unknown('a')],
    [1, unknown('b'), 60, unknown('b')],
  ])('%j %j is %j or %j minutes', (amount, unit, fallback, expected) => {
    expect(inMinutes(amount, unit, fallback)).toEqual(expected);
  });

  test.each([
    ['none', undefined, {}],
    ['a plain one', { PostAuthentication: 'arn:a' }, { PostAuthentication: { arn: 'arn:a', version: 'V1_0' } }],
    [
      'a versioned one beside its plain name',
      { PreTokenGeneration: 'arn:a', PreTokenGenerationConfig: { LambdaArn: 'arn:a', LambdaVersion: 'V2_0' } },
      { PreTokenGeneration: { arn: 'arn:a', version: 'V2_0' } },
    ],
    ['the key of codes is none', { KMSKeyID: 'arn:key' }, {}],
    ['an unknown one', { PostAuthentication: unknown('why') }, unknown('why')],
  ])('triggers: %s', (_name, config, expected) => {
    expect(triggersOf(config as never)).toEqual(expected);
  });

  test('what a pool leaves unsaid is what Cognito does', () => {
    const bare = stateOf(cognitoUserPool, { Pool: resource('AWS::Cognito::UserPool') });
    expect(bare).toMatchObject({
      mfa: 'OFF',
      firstFactors: ['PASSWORD'],
      adminCreatesUsers: false,
      deletionProtection: false,
      recovery: ['verified_phone_number', 'verified_email'],
      password: { minimumLength: 8, lowercase: true, symbols: true, history: 0 },
    });
    const policy = { Policies: { PasswordPolicy: { MinimumLength: 20 } } };
    const partly = stateOf(cognitoUserPool, { Pool: resource('AWS::Cognito::UserPool', policy) });
    expect(partly.password).toMatchObject({ minimumLength: 20, lowercase: false, symbols: false });
  });

  test('OAuth flows count only where the client uses OAuth', () => {
    const flows = (properties: Record<string, unknown>) =>
      stateOf(cognitoUserPoolClient, {
        Client: resource('AWS::Cognito::UserPoolClient', { AllowedOAuthFlows: ['implicit'], ...properties }),
      }).oauthFlows;
    expect(flows({})).toEqual([]);
    expect(flows({ AllowedOAuthFlowsUserPoolClient: 'true' })).toEqual(['implicit']);
  });
});

describe('detectors', () => {
  test('GuardDuty: features, and the older data sources', () => {
    const plans = (properties: Record<string, unknown>) =>
      stateOf(guarddutyDetector, { D: resource('AWS::GuardDuty::Detector', properties) }).plans;
    expect(plans({ Features: [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }] }).S3_DATA_EVENTS).toBe(true);
    expect(plans({ DataSources: { S3Logs: { Enable: true } } }).S3_DATA_EVENTS).toBe(true);
    expect(plans({}).S3_DATA_EVENTS).toBeUndefined();
    expect(plans({ Features: open }).S3_DATA_EVENTS).toEqual(unknown('the parameter Open has no default'));
  });

  test('Security Hub: its own standards are standards, until told otherwise', () => {
    const standards = (properties: Record<string, unknown>) =>
      stateOf(securityhubHub, { Hub: resource('AWS::SecurityHub::Hub', properties) }).standards;
    expect(standards({})).toEqual(['default']);
    expect(standards({ EnableDefaultStandards: false })).toEqual([]);
  });

  test('Config: a recorder without a channel does not record; one without a group records all', () => {
    const recorder = stateOf(configRecorder, { R: resource('AWS::Config::ConfigurationRecorder') });
    expect(recorder).toMatchObject({ recording: false, allTypes: true });
  });
});

describe('backup', () => {
  const backedUp = (selection: Record<string, unknown>, tags: Record<string, string> = {}) =>
    stateOf(ec2Instance, {
      Machine: resource('AWS::EC2::Instance', { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }),
      Selection: resource('AWS::Backup::BackupSelection', { BackupSelection: selection }),
    }).backedUp;
  const byTag = { ListOfTags: [{ ConditionKey: 'backup', ConditionValue: 'daily', ConditionType: 'STRINGEQUALS' }] };
  const conditions = { StringEquals: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'daily' }] };
  const itself = { 'Fn::Sub': 'arn:aws:ec2:us-east-1:${AWS::AccountId}:instance/${Machine}' };
  test.each([
    ['by tag', byTag, { backup: 'daily' }, true],
    ['by another tag', byTag, { backup: 'never' }, false],
    ['by its ARN', { Resources: [itself] }, {}, true],
    ['by a pattern', { Resources: ['arn:aws:ec2:*:*:instance/*'] }, {}, true],
    ['by another pattern', { Resources: ['arn:aws:rds:*:*:cluster:*'] }, {}, false],
    [
      'by a pattern under a condition that holds',
      { Resources: ['*'], Conditions: conditions },
      { backup: 'daily' },
      true,
    ],
    ['by a pattern under one that does not', { Resources: ['*'], Conditions: conditions }, {}, false],
    ['by something unknown', { Resources: open }, {}, unknown('the parameter Open has no default')],
  ])('%s', (_name, selection, tags, expected) => {
    expect(backedUp(selection, tags)).toEqual(expected);
  });
});
