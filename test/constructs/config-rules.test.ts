import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnConfigurationRecorder, ManagedRuleIdentifiers } from 'aws-cdk-lib/aws-config';
import { configRulesOf, leftOutRules, packRules, restoreRules } from '../../lib/config/config-rules';
import { guardedTypes } from '../../lib/config/guarded-types';
import { ConfigRules } from '../../lib/constructs/config-rules';
import { SafeguardError } from '../../lib/errors';
import { testConfig } from '../configs';
import { deploy, deployed } from '../stacks/deployed';
import { testStack } from './scaffold';

const identifierOf = (name: string, identifier?: string) => identifier ?? name.toUpperCase().replace(/-/g, '_');

describe('the rules of the conformance pack', () => {
  test('are all there, each once: applied, or left out with the reason', () => {
    const all = [...packRules.map(({ name }) => name), ...Object.values(leftOutRules).flat()];
    expect(all).toHaveLength(130);
    expect(new Set(all).size).toBe(130);
    for (const reason of Object.keys(leftOutRules)) expect(reason.length).toBeGreaterThan(20);
  });

  test('have identifiers that AWS knows', () => {
    const known = new Set<unknown>(Object.values(ManagedRuleIdentifiers));
    // Not yet in CDK's own list.
    const newer = ['NO_UNRESTRICTED_ROUTE_TO_IGW', ...restoreRules.map(({ name }) => identifierOf(name))];
    const unknown = [...packRules, ...restoreRules].map(({ identifier, name }) => identifierOf(name, identifier));
    expect(unknown.filter((one) => !known.has(one) && !newer.includes(one))).toEqual([]);
  });

  test('look at types that are recorded where only guarded types are', () => {
    const seen = configRulesOf({ configRules: 'essential', restoreTesting: false }).flatMap(({ types = [] }) => types);
    expect(seen.filter((type) => !guardedTypes.includes(type))).toEqual([]);
  });
});

const restores = restoreRules.length;
test.each([
  ['solo', packRules.filter(({ from }) => from === 'solo').length],
  ['clinic', packRules.length + restores],
  ['hospital', packRules.length + restores],
] as const)('%s has %i rules, after recorder and channel', (tier, count) => {
  const rules = Object.values(deployed(tier).of('Audit').findResources('AWS::Config::ConfigRule'));
  expect(rules).toHaveLength(count);
  expect(count).toBeGreaterThan(20);
  for (const { DependsOn } of rules) expect(DependsOn).toEqual(['Channel', 'Recorder']);
});

test('rules are made also for a recorder that exists already, and wait for none', () => {
  const { of, ofType } = deploy(testConfig('clinic', 'trial', { existing: { configRecorder: 'adopt' } }));
  expect(ofType('AWS::Config::ConfigurationRecorder')).toEqual([]);
  const rules = Object.values(of('Audit').findResources('AWS::Config::ConfigRule'));
  expect(rules).toHaveLength(packRules.length + restores);
  expect(rules.filter(({ DependsOn }) => DependsOn !== undefined)).toEqual([]);
});

test.each([
  ['iam-password-policy', { MaxPasswordAge: '90', MinimumPasswordLength: '14', PasswordReusePrevention: '24' }],
  ['access-keys-rotated', { maxAccessKeyAge: '90' }],
  ['backup-plan-min-frequency-and-min-retention-check', { requiredRetentionDays: '35' }],
  ['dynamodb-meets-restore-time-target', { maxRestoreTime: '4320' }],
])('%s has the parameters of the pack, or of 72 hours', (name, parameters) => {
  deployed()
    .of('Audit')
    .hasResourceProperties('AWS::Config::ConfigRule', {
      ConfigRuleName: `lakeside-${name}`,
      Source: { Owner: 'AWS', SourceIdentifier: identifierOf(name) },
      InputParameters: Match.objectLike(parameters),
    });
});

test('a rule can keep to resources with a tag', () => {
  const stack = testStack();
  const roleArn = 'arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';
  const recorder = new CfnConfigurationRecorder(stack, 'Recorder', { roleArn });
  new ConfigRules(stack, 'Rules', {
    name: 'lakeside',
    rules: [{ name: 's3-bucket-default-lock-enabled', tag: { key: 'data-class', value: 'audit' } }],
    after: [recorder],
  });
  Template.fromStack(stack).hasResource('AWS::Config::ConfigRule', {
    DependsOn: ['Recorder'],
    Properties: { Scope: { TagKey: 'data-class', TagValue: 'audit' } },
  });
});

test('a rule on what nothing records is refused: it would never be evaluated', () => {
  const rules = [{ name: 'restricted-ssh', types: ['AWS::EC2::SecurityGroup'] }];
  expect(() => new ConfigRules(testStack(), 'Rules', { name: 'n', rules, recorded: ['AWS::S3::Bucket'] })).toThrow(
    SafeguardError,
  );
});
