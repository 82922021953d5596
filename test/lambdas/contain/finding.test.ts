import fc from 'fast-check';
import { parseRequest } from '../../../lambdas/contain/request';
import { principalOf } from '../../../lambdas/contain/suspect';
import { MalformedMessage } from '../../../lambdas/drift/trigger';
import { approverId, type FindingName, finding, names, now, textOf } from './findings';

const roleId = 'AROACKCEVSQ6C2EXAMPLE';
const instance = { what: 'instance', id: 'i-0abcdef1234567890' };
const mallory = { what: 'user', name: 'mallory', key: 'AKIAIOSFODNN7EXAMPLE', sure: true };
const reader = { what: 'role', name: 'reader', roleId: 'AROADBQP57FF2AEXAMPLE', sure: true };
const readerFrom = { is: 'role', name: 'reader' };

const expected: Readonly<Record<FindingName, readonly object[]>> = {
  'iam-anomalous-behavior': [mallory],
  'instance-credential-exfiltration': [
    { what: 'role', name: 'imaging-host', roleId, sure: true },
    { ...instance, sure: true },
  ],
  'stealth-s3': [mallory, { what: 'bucket', name: 'phi-images', from: { is: 'user', name: 'mallory' }, sure: true }],
  'exfiltration-s3': [reader, { what: 'bucket', name: 'phi-images', from: readerFrom, sure: true }],
  'cryptocurrency-ec2': [{ ...instance, sure: true }],
  // Only aimed at.
  'brute-force-target': [{ ...instance, sure: false }],
  'malware-ec2': [{ ...instance, sure: false }],
  'malware-s3': [],
  'root-use': [expect.objectContaining({ what: 'outsider', name: 'the root user' })],
  sample: [{ what: 'instance', id: 'i-99999999', sure: true }],
  'sequence-compromised-credentials': [mallory, { ...instance, sure: false }],
  'sequence-compromised-data': [
    reader,
    expect.objectContaining({ what: 'outsider', name: 'eve', why: expect.stringContaining('444455556666') }),
    { what: 'bucket', name: 'phi-images', from: readerFrom, sure: true },
  ],
};

test.each(names)('%s names its suspects, and who only was touched is not sure', (name) => {
  expect(finding(name).suspects).toEqual(expected[name]);
});

test.each([
  ['sample', true],
  ['cryptocurrency-ec2', false],
  ['iam-anomalous-behavior', false],
] as const)('%s is a sample: %p', (name, sample) => {
  expect(finding(name).sample).toBe(sample);
});

test('a sample is known as well where GuardDuty writes it as text', () => {
  const event = JSON.parse(textOf('cryptocurrency-ec2'));
  event.detail.service.additionalInfo = { type: 'default', value: '{"threatName":"x","sample":true}' };
  const request = parseRequest(JSON.stringify(event), 'x', approverId, now);
  expect(request.kind === 'finding' && request.finding.sample).toBe(true);
});

test.each([
  ['2026-11-20T22:03:47.000Z', '2026-11-20T22:03:47.000Z'],
  ['2026-11-20 22:03:47.123000000', '2026-11-20T22:03:47.123Z'],
  ['never', now.toISOString()],
])('last seen %s', (written, seen) => {
  const event = JSON.parse(textOf('exfiltration-s3'));
  event.detail.service.eventLastSeen = written;
  const request = parseRequest(JSON.stringify(event), 'x', approverId, now);
  expect(request.kind === 'finding' && request.finding.lastSeen.toISOString()).toBe(seen);
});

describe('a principal', () => {
  const described = { name: 'x', principalId: undefined, key: undefined, account: undefined, home: '111122223333' };
  const suspect = (type: string | undefined, changes: object = {}) =>
    principalOf({ ...described, type, ...changes }).suspect(true);

  test.each([
    ['Role', {}, { what: 'role', name: 'x' }],
    ['AWSAccount', {}, { what: 'outsider' }],
    ['AWSService', {}, { what: 'outsider' }],
    ['FederatedUser', {}, { what: 'outsider' }],
    [undefined, {}, { what: 'outsider' }],
    ['IAMUser', { account: '444455556666' }, { what: 'outsider' }],
    ['IAMUser', { name: undefined }, { what: 'outsider' }],
    ['WebIdentityUser', { principalId: 'accounts.google.com:app:ann' }, { what: 'outsider' }],
    [
      'WebIdentityUser',
      { principalId: 'cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12:client:0f0f-sub' },
      { what: 'person', pool: 'us-east-1_Ab12', name: '0f0f-sub' },
    ],
  ])('of the type %s', (type, changes, expectedSuspect) => {
    expect(suspect(type, changes)).toMatchObject(expectedSuspect);
  });
});

describe('what is no message of ours', () => {
  const parse = (body: string) => parseRequest(body, 'x', approverId, now);

  test.each([
    ['not JSON', 'x'],
    ['null', 'null'],
    ['another event', JSON.stringify({ 'detail-type': 'EC2 Instance State-change Notification', detail: {} })],
    ['a finding without an id', textOf('sample').replace(/"id": "aab[^"]*",/, '')],
    ['a severity beyond the scale', textOf('sample').replace('"severity": 8', '"severity": 80')],
  ])('%s is refused', (_, body) => {
    expect(() => parse(body)).toThrow(MalformedMessage);
  });

  test('any finding whose fields are something else is refused, or is parsed: nothing else is thrown', () => {
    const base = JSON.parse(textOf('sequence-compromised-data'));
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('resource', 'service', 'severity', 'type', 'id'), (value, field) => {
        const body = JSON.stringify({ ...base, detail: { ...base.detail, [field]: value } });
        try {
          expect(parse(body).kind).toBe('finding');
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedMessage);
        }
      }),
    );
  });
});
