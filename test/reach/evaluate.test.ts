import {
  allow,
  deny,
  nobody,
  object,
  onResource,
  ours,
  policy,
  roleArn,
  sessionArn,
  stranger,
  theirs,
  user,
  userArn,
} from './policies';
import { run } from './run-cases';

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
