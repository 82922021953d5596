import { Stack } from 'aws-cdk-lib';
import { buildApp } from '../../lib/app';
import type { Config } from '../../lib/config/schema';
import { inIreland, testConfig, ungated } from '../configs';
import { deploy, type Resource } from './deployed';

const home = 'arn:aws:events:eu-west-1:111122223333:event-bus/default';
const ireland = testConfig('clinic', 'trial', inIreland);

const stacksOf = (config: Config) =>
  buildApp(config, ungated)
    .node.findAll()
    .filter((node): node is Stack => Stack.isStack(node));

describe('events of global services', () => {
  const stacks = stacksOf(ireland);

  test('are forwarded from us-east-1 to a deployment elsewhere, and only to one', () => {
    const regions = Object.fromEntries(stacks.map((stack) => [stack.node.id, stack.region]));
    expect(regions).toMatchObject({ GlobalEvents: 'us-east-1', Audit: 'eu-west-1', Detection: 'eu-west-1' });
    expect(stacksOf(testConfig()).map((stack) => stack.node.id)).not.toContain('GlobalEvents');
  });

  const rules = Object.values(deploy(ireland).of('global-events').findResources('AWS::Events::Rule')) as Resource[];
  const roles = Object.values(deploy(ireland).of('global-events').findResources('AWS::IAM::Role')) as Resource[];

  test('reach the default bus at home, by a role that may send there and is of its rule alone', () => {
    expect(rules).toHaveLength(2);
    for (const { Properties } of rules) {
      expect(Properties.Targets).toEqual([{ Id: 'Home', Arn: home, RoleArn: expect.anything() }]);
      const trust = roles.map((role) => JSON.stringify(role.Properties.AssumeRolePolicyDocument)).join();
      expect(trust).toContain(`rule/${String(Properties.Name)}`);
    }
    const policies = Object.values(deploy(ireland).of('global-events').findResources('AWS::IAM::ManagedPolicy'));
    for (const { Properties } of policies) {
      expect(Properties.PolicyDocument.Statement).toEqual([
        { Sid: 'SendHome', Effect: 'Allow', Action: 'events:PutEvents', Resource: home },
      ]);
    }
  });

  test('of IAM, the organisation and sign-in are among them; of reads only the use of break-glass', () => {
    const [changes, glass] = rules.map(
      ({ Properties }) =>
        [Properties.State, Properties.EventPattern] as [string, { source: string[]; detail?: object }],
    );
    expect(changes?.[0]).toBe('ENABLED');
    expect(changes?.[1].source).toEqual(expect.arrayContaining(['aws.iam', 'aws.organizations', 'aws.signin']));
    expect(glass?.[0]).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    expect(glass?.[1].detail).toMatchObject({
      eventName: ['AssumeRole'],
      requestParameters: { roleArn: [expect.stringContaining('break-glass')] },
    });
  });

  test('cross no region by a reference, and wait for the boundary of their roles', () => {
    const template = JSON.stringify(deploy(ireland).of('global-events').toJSON());
    expect(template).not.toMatch(/Fn::ImportValue|ExportsReader|\{\{resolve/i);
    expect(deploy(ireland).rolesAfter.find(({ stack }) => stack === 'lakeside-global-events')?.after).toEqual([
      'lakeside-perimeter',
    ]);
  });
});
