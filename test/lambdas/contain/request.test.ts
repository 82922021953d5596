import { NotTheirs, parseRequest } from '../../../lambdas/contain/request';
import { approverId, now, textOf } from './findings';

const decision = (action: string, extra: object = {}) =>
  JSON.stringify({ 'detail-type': 'Asepsis Decision', detail: { case: 'case-0123456789ab', action, ...extra } });
const clock = JSON.stringify({ 'detail-type': 'Asepsis Clock' });
const suspicion = JSON.stringify({
  'detail-type': 'Asepsis Suspicion',
  time: '2026-11-20T22:00:00Z',
  account: '111122223333',
  region: 'us-east-1',
  detail: { id: 'call-7', title: 'A phone was stolen', severity: 8, users: [{ userPool: 'us-east-1_A', name: 'ann' }] },
});
const session = `${approverId}:ann`;

test.each(['approve', 'release'])('%s is taken from a session of the approver’s role, and names it', (action) => {
  expect(parseRequest(decision(action), session, approverId, now)).toEqual({
    kind: 'decision',
    case: 'case-0123456789ab',
    action,
    by: session,
  });
});

test.each([
  ['the function', 'AROAOTHERROLE:session'],
  ['a role whose id begins alike', `${approverId}X:ann`],
  ['a user', 'AIDAANN'],
  ['the role’s id alone, which no session has', approverId],
  ['nobody', ''],
])('a decision from %s is refused', (_, sender) => {
  expect(() => parseRequest(decision('approve'), sender, approverId, now)).toThrow(NotTheirs);
});

test.each([
  ['a finding', textOf('exfiltration-s3')],
  ['a suspicion', suspicion],
  ['the clock', clock],
])('%s from the approver is refused: it decides, and makes nothing up', (_, body) => {
  expect(() => parseRequest(body, session, approverId, now)).toThrow(NotTheirs);
});

test.each([
  ['an unknown action', decision('forget')],
  ['more than a decision', decision('approve', { by: 'root' })],
])('%s is refused', (_, body) => {
  expect(() => parseRequest(body, session, approverId, now)).toThrow('no message of ours');
});

test('a suspicion is of a person, and never sure', () => {
  const request = parseRequest(suspicion, 'events', approverId, now);
  expect(request).toMatchObject({
    kind: 'finding',
    finding: {
      id: 'suspicion/call-7',
      from: 'suspicion',
      suspects: [{ what: 'person', pool: 'us-east-1_A', name: 'ann', sure: false }],
    },
  });
});

test('the clock', () => {
  expect(parseRequest(clock, 'events', approverId, now)).toEqual({ kind: 'clock' });
});

test('a call in the fixer’s name carries its session', () => {
  const arn = 'arn:aws:sts::111122223333:assumed-role/lakeside-contain-fixer/contain-case-0123456789ab';
  const body = JSON.stringify({
    'detail-type': 'AWS API Call via CloudTrail',
    detail: {
      eventID: 'e',
      eventName: 'PutRolePolicy',
      eventSource: 'iam.amazonaws.com',
      eventTime: '2026-11-20T22:06:01Z',
      userIdentity: { type: 'AssumedRole', arn },
    },
  });
  expect(parseRequest(body, 'events', approverId, now)).toMatchObject({
    kind: 'call',
    name: 'iam:PutRolePolicy',
    session: 'contain-case-0123456789ab',
  });
});
