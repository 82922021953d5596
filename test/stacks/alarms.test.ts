import { Match } from 'aws-cdk-lib/assertions';
import { alarmsOf } from '../../lib/stacks/alarms';
import { blueprintOf } from '../../lib/stacks/blueprint';
import { everyDeployment, testConfig } from '../configs';
import { listOf } from '../constructs/scaffold';
import { deployed, statementsOf } from './deployed';

const alarms = alarmsOf(blueprintOf(testConfig()).names);

test('alarms have ids and names of their own, and patterns that AWS accepts', () => {
  expect(new Set(alarms.map(({ id }) => id)).size).toBe(alarms.length);
  expect(new Set(alarms.map(({ suffix }) => suffix)).size).toBe(alarms.length);
  for (const { pattern } of alarms) expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2048);
});

describe.each(everyDeployment)('%s in %s', (tier, mode) => {
  const { of, ofType } = deployed(tier, mode);

  test.each(alarms.map((alarm) => [alarm.id, alarm] as const))('raises %s', (_, alarm) => {
    of('Detection').hasResourceProperties('AWS::Events::Rule', {
      Name: `lakeside-${alarm.suffix}`,
      EventPattern: alarm.pattern,
      State: alarm.readOnlyToo ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' : 'ENABLED',
      Targets: [Match.objectLike({ Arn: Match.anyValue() })],
    });
  });

  test('lets each rule, and no other, publish to the encrypted topic', () => {
    const [topic] = ofType('AWS::SNS::Topic');
    expect(topic?.Properties).toMatchObject({ KmsMasterKeyId: expect.anything(), TopicName: 'lakeside-alerts' });
    const [policy] = ofType('AWS::SNS::TopicPolicy');
    const sources = statementsOf(policy?.Properties.PolicyDocument).flatMap(({ Condition, Principal }) =>
      JSON.stringify(Principal).includes('events.amazonaws.com')
        ? listOf(JSON.stringify(Condition?.ArnEquals?.['aws:SourceArn']))
        : [],
    );
    expect(sources).toHaveLength(alarms.length);
    for (const { suffix } of alarms) expect(sources.some((arn) => arn.includes(`rule/lakeside-${suffix}"`))).toBe(true);
    // AWS accepts 30 KB of policy.
    expect(JSON.stringify(policy).length).toBeLessThan(20_000);
  });

  test('costs no metric alarm but those on what no event tells of: dead letters, and the silence of the second path and of evidence', () => {
    const metrics = ofType('AWS::CloudWatch::Alarm').map(
      ({ Properties }) => `${Properties.Namespace} ${Properties.MetricName}`,
    );
    expect(metrics.sort()).toEqual([
      'AWS/Lambda Invocations',
      'AWS/Lambda Invocations',
      ...Array.from({ length: 4 }, () => 'AWS/SQS ApproximateNumberOfMessagesVisible'),
    ]);
  });
});
