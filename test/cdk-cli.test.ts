/** Reading what the CDK CLI says. */
import { parseEvent, parseTurn } from '../lib/cdk-cli';
import { figuresOf } from '../local/deploy';

test.each([
  [
    'Probe | 19/30 | 8:17:06 PM | CREATE_COMPLETE         | AWS::EC2::Subnet                         | Sub ',
    { stack: 'Probe', status: 'CREATE_COMPLETE', type: 'AWS::EC2::Subnet', resource: 'Sub' },
  ],
  [
    'name-audit | 3/5 | 8:17:06 PM | CREATE_FAILED | Custom::LocalCloudTrailTrail | Audit/Trail (Trail022F0CF2) a | b',
    {
      stack: 'name-audit',
      status: 'CREATE_FAILED',
      type: 'Custom::LocalCloudTrailTrail',
      resource: 'Audit/Trail (Trail022F0CF2) a',
      reason: 'b',
    },
  ],
  ['✨  Deployment time: 0.14s', undefined],
  ['a | b | c', undefined],
  ['', undefined],
])('event %j', (line, expected) => {
  expect(parseEvent(line)).toEqual(expected);
});

test.each([
  ['Asepsis/Network (name-network): deploying... [2/7]', { stack: 'name-network', turn: 'begin' }],
  ['Probe: deploying... [1/1]', { stack: 'Probe', turn: 'begin' }],
  ['Probe: destroying... [1/1]', { stack: 'Probe', turn: 'begin' }],
  ['✅  Asepsis/Network (name-network)', { stack: 'name-network', turn: 'end' }],
  [' ✅  Probe', { stack: 'Probe', turn: 'end' }],
  [' ✅  Probe (no changes)', { stack: 'Probe', turn: 'end' }],
  [' ✅  Probe: destroyed', { stack: 'Probe', turn: 'end' }],
  ['Outputs:', undefined],
])('turn %j', (line, expected) => {
  expect(parseTurn(line)).toEqual(expected);
});

test('figures count by route, without the CDK’s own metadata', () => {
  const of = (type: string, route: 'native' | 'api' | 'left-out') => ({ stack: 's', logicalId: type, type, route });
  const resources = [
    of('A', 'native'),
    of('B', 'native'),
    of('C', 'api'),
    of('D', 'left-out'),
    of('AWS::CDK::Metadata', 'native'),
  ];
  expect(figuresOf([{ resources }])).toEqual({ resources: 4, native: 2, api: 1, leftOut: 1, leftOutShare: 0.25 });
  expect(figuresOf([]).leftOutShare).toBe(0);
});
