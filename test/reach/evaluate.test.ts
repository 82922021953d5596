import { evaluate, type Outcome, reasonText } from '../../lib/reach/evaluate';
import type { Layers } from '../../lib/reach/layers';
import type { Request } from '../../lib/reach/request';
import { unknown } from '../../lib/resources/value';
import {
  allow,
  deny,
  layers,
  nobody,
  object,
  onKey,
  onResource,
  ours,
  policy,
  request,
  role,
  roleArn,
  sessionArn,
  stranger,
  theirs,
  user,
  userArn,
} from './policies';

type Case = readonly [what: string, Partial<Request>, Partial<Layers>, Outcome, because?: string];

const run = (cases: readonly Case[]) =>
  test.each(cases.map(([what, ...rest]) => [what, rest] as const))('%s', (_what, [asked, given, expected, because]) => {
    const { by, outcome } = evaluate(request(asked), layers(given));
    expect(outcome).toBe(expected);
    if (because !== undefined) expect(by.map(reasonText)).toContain(because);
  });

const identity = [policy('identity', allow({ Sid: 'Mine' }))];
const get = { Action: 's3:GetObject' };

// IAM User Guide, "Policy evaluation for requests within a single account".
describe('one account', () => {
  run([
    ['by default all is denied', {}, {}, 'denied', 'identity: nothing allows'],
    ['an identity policy allows', {}, { identity }, 'allowed', 'identity identity#Mine'],
    ['another action is not allowed', { action: 's3:PutObject' }, { identity: [policy('i', allow(get))] }, 'denied'],
    ['actions compare without case', {}, { identity: [policy('i', allow({ Action: 'S3:getOBJECT' }))] }, 'allowed'],
    ['a wildcard in an action', {}, { identity: [policy('i', allow({ Action: 's3:Get*' }))] }, 'allowed'],
    ['a question mark in an action', {}, { identity: [policy('i', allow({ Action: 's3:GetObjec?' }))] }, 'allowed'],
    ['NotAction', {}, { identity: [policy('i', allow({ Action: [], NotAction: 's3:*' }))] }, 'denied'],
    ['NotAction of others', {}, { identity: [policy('i', allow({ Action: [], NotAction: 'iam:*' }))] }, 'allowed'],
    ['NotResource', {}, { identity: [policy('i', allow({ Resource: [], NotResource: object }))] }, 'denied'],
    ['NotResource of others', {}, { identity: [policy('i', allow({ Resource: [], NotResource: 'x' }))] }, 'allowed'],
    ['an explicit deny wins', {}, { identity: [policy('i', deny({ Sid: 'No' }), allow())] }, 'denied', 'identity i#No'],
    ['a deny of the resource wins', {}, { identity, resource: onResource(deny({ Principal: '*' })) }, 'denied'],
    [
      'a deny of somebody else does not',
      {},
      { identity, resource: onResource(deny({ Principal: { AWS: userArn } })) },
      'allowed',
    ],
    [
      'a resource policy may allow alone',
      {},
      { resource: onResource(allow({ Principal: { AWS: roleArn } })) },
      'allowed',
    ],
    [
      'the account as principal leaves it to IAM',
      {},
      { resource: onResource(allow({ Principal: { AWS: ours } })) },
      'denied',
    ],
    [
      'an absent condition key denies nothing',
      {},
      { identity: [policy('i', allow({ Condition: { Bool: { 'aws:Key': 'true' } } }))] },
      'undecided',
    ],
  ]);
});

// IAM User Guide, the same page, and "Permissions boundaries for IAM entities".
describe('a boundary, a session policy', () => {
  const boundary = [policy('boundary', allow({ Action: 's3:PutObject' }))];
  const session = boundary;
  const grant = (principal: string) => ({ resource: onResource(allow({ Principal: { AWS: principal } })) });
  run([
    ['both must allow', {}, { identity, boundary: [policy('b', allow(get))] }, 'allowed'],
    ['a boundary grants nothing', {}, { boundary: [policy('b', allow())] }, 'denied', 'identity: nothing allows'],
    ['a boundary bounds', {}, { identity, boundary }, 'denied', 'boundary: nothing allows'],
    ['a session policy bounds', {}, { identity, session }, 'denied', 'session: nothing allows'],
    ['a session policy grants nothing', {}, { session: [policy('s', allow())] }, 'denied'],
    ['a grant to a role is limited by its boundary', {}, { ...grant(roleArn), boundary }, 'denied'],
    ['a grant to a role is limited by its session policy', {}, { ...grant(roleArn), session }, 'denied'],
    ['a grant to a session is not limited', {}, { ...grant(sessionArn), boundary, session }, 'allowed'],
    ['a grant to a user is not limited', { principal: user }, { ...grant(userArn), boundary }, 'allowed'],
    ['a grant to everyone is to the session', {}, { ...grant('*'), boundary, session }, 'allowed'],
    [
      'an explicit deny in a boundary limits all',
      {},
      { ...grant(sessionArn), boundary: [policy('b', deny())] },
      'denied',
    ],
  ]);
});

// IAM User Guide, "Cross-account policy evaluation logic".
describe('two accounts', () => {
  const by = { principal: stranger };
  const theirGrant = onResource(allow({ Principal: { AWS: theirs } }));
  run([
    ['both sides must allow', by, { identity, resource: theirGrant }, 'allowed'],
    ['the resource alone is not enough', by, { resource: theirGrant }, 'denied', 'identity: nothing allows'],
    ['the identity alone is not enough', by, { identity }, 'denied', 'resource: nothing allows'],
    [
      'a role named alone is not enough',
      by,
      { resource: onResource(allow({ Principal: { AWS: stranger.name } })) },
      'denied',
    ],
    ['everyone is others too', by, { identity, resource: onResource(allow({ Principal: '*' })) }, 'allowed'],
    [
      'nobody reads what is public',
      { principal: nobody },
      { resource: onResource(allow({ Principal: '*' })) },
      'allowed',
    ],
    [
      'nobody has no account',
      { principal: nobody },
      { identity, resource: onResource(allow({ Principal: { AWS: ours } })) },
      'denied',
    ],
  ]);
});

// IAM User Guide, "AWS JSON policy elements: Principal" and "NotPrincipal".
describe('principals', () => {
  const service = { kind: 'service', name: 'logs.us-east-1.amazonaws.com' } as const;
  const web = { kind: 'federated', name: 'cognito-identity.amazonaws.com' } as const;
  const spare = (...arns: string[]) => ({ identity, resource: onResource(deny({ NotPrincipal: { AWS: arns } })) });
  run([
    [
      'a service',
      { principal: service },
      { resource: onResource(allow({ Principal: { Service: service.name } })) },
      'allowed',
    ],
    [
      'another service',
      { principal: service },
      { resource: onResource(allow({ Principal: { Service: 'x.amazonaws.com' } })) },
      'denied',
    ],
    [
      'a provider',
      { principal: web },
      { resource: onResource(allow({ Principal: { Federated: web.name } })) },
      'allowed',
    ],
    [
      'a provider is no service',
      { principal: web },
      { resource: onResource(allow({ Principal: { Service: web.name } })) },
      'denied',
    ],
    ['NotPrincipal denies the rest', {}, spare(userArn), 'denied'],
    [
      'NotPrincipal spares who is named with role and account',
      {},
      spare(sessionArn, roleArn, `arn:aws:iam::${ours}:root`),
      'allowed',
    ],
    ['with less named it might be denied', {}, spare(roleArn), 'undecided'],
    ['a user with its account', { principal: user }, spare(userArn, ours), 'allowed'],
  ]);
});

// Organizations User Guide, "SCP evaluation" and "Resource control policies".
describe('an organisation', () => {
  const full = policy('FullAWSAccess', allow());
  const linked = { ...role, name: `arn:aws:iam::${ours}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX` };
  const denying = [full, policy('scp', deny({ Sid: 'Region' }))];
  const toAll = onResource(allow({ Principal: '*' }));
  const rcp = [policy('rcp', deny({ Principal: '*', Sid: 'Ours' }))];
  run([
    ['an SCP grants nothing', {}, { scp: [[full]] }, 'denied', 'identity: nothing allows'],
    [
      'every level must allow',
      {},
      { identity, scp: [[full], [policy('unit', allow({ Action: 'ec2:*' }))]] },
      'denied',
      'scp: nothing allows',
    ],
    ['every level allows', {}, { identity, scp: [[full], [policy('unit', allow(get))]] }, 'allowed'],
    ['an SCP denies', {}, { identity, scp: [denying] }, 'denied', 'scp scp#Region'],
    ['an SCP also bounds what a resource grants', {}, { resource: toAll, scp: [[]] }, 'denied'],
    ['an SCP does not bind service-linked roles', { principal: linked }, { identity, scp: [denying] }, 'allowed'],
    ['nor a stranger without an account', { principal: nobody }, { resource: toAll, scp: [denying] }, 'allowed'],
    ['an RCP denies', {}, { identity, rcp }, 'denied', 'rcp rcp#Ours'],
    ['an RCP denies strangers', { principal: stranger }, { identity, resource: toAll, rcp }, 'denied'],
    ['an RCP does not bind every service', { action: 'ec2:RunInstances' }, { identity, rcp }, 'allowed'],
  ]);
});

// AWS PrivateLink, "Control access to VPC endpoints using endpoint policies".
describe('an endpoint', () => {
  run([
    ['must allow too', {}, { identity, endpoint: [policy('e', allow({ Principal: '*' }))] }, 'allowed'],
    ['which grants nothing', {}, { endpoint: [policy('e', allow({ Principal: '*' }))] }, 'denied'],
    [
      'does not allow',
      {},
      { identity, endpoint: [policy('e', allow({ Principal: '*', Action: 's3:Put*' }))] },
      'denied',
      'endpoint: nothing allows',
    ],
    [
      'denies',
      {},
      { identity, endpoint: [policy('e', allow({ Principal: '*' }), deny({ Principal: '*' }))] },
      'denied',
    ],
  ]);
});

// AWS KMS Developer Guide, "Key policies in AWS KMS", "Grants in AWS KMS"; IAM User Guide on role trust policies.
describe('a key', () => {
  const root = { Principal: { AWS: `arn:aws:iam::${ours}:root` } };
  const decrypt = { action: 'kms:Decrypt', resource: 'arn:aws:kms:us-east-1:111122223333:key/1' };
  const grant = (...operations: string[]) => ({
    resource: { ...onKey(), grants: [{ name: 'grant', grantee: roleArn, operations }] },
  });
  run([
    ['IAM alone is not enough', decrypt, { identity, resource: onKey() }, 'denied', 'resource: nothing allows'],
    ['IAM through the statement for the root', decrypt, { identity, resource: onKey(allow(root)) }, 'allowed'],
    ['which grants nothing by itself', decrypt, { resource: onKey(allow(root)) }, 'denied', 'identity: nothing allows'],
    ['a role that the key names', decrypt, { resource: onKey(allow({ Principal: { AWS: roleArn } })) }, 'allowed'],
    [
      'a statement for the root that does not hold',
      decrypt,
      { identity, resource: onKey(allow({ ...root, Action: 'kms:Put*' })) },
      'denied',
    ],
    ['a grant may, within its constraints', decrypt, grant('Decrypt'), 'undecided', 'resource grant#unknown'],
    ['a grant of another operation does not', decrypt, grant('Encrypt'), 'denied'],
    ['a deny outweighs a grant', decrypt, { ...grant('Decrypt'), identity: [policy('i', deny())] }, 'denied'],
  ]);
});

describe('what is not known', () => {
  const hidden = [{ name: 'hidden', policy: unknown('a parameter') }];
  const on = { Condition: { StringEquals: { 'aws:Key': 'x' } } };
  run([
    ['a policy that is not known may allow', {}, { identity: hidden }, 'undecided', 'identity hidden#unknown'],
    ['and may deny', {}, { identity: [...identity, ...hidden] }, 'undecided'],
    ['but a deny is a deny', {}, { identity: [...hidden, policy('i', deny())] }, 'denied'],
    ['a boundary that is not known', {}, { identity, boundary: hidden }, 'undecided'],
    ['bounds nothing that is not granted', {}, { boundary: hidden }, 'denied'],
    [
      'a deny by a key that is not known',
      {},
      { identity: [...identity, policy('d', deny({ ...on, Sid: 'If' }))] },
      'undecided',
      'identity d#If',
    ],
    ['a deny by such a key of what nothing allows', {}, { identity: [policy('d', deny(on))] }, 'denied'],
  ]);
});
