import { unknown } from '../../lib/resources/value';
import { allow, deny, nobody, onKey, onResource, ours, policy, role, roleArn, stranger } from './policies';
import { run } from './run-cases';

const identity = [policy('identity', allow({ Sid: 'Mine' }))];
const get = { Action: 's3:GetObject' };

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
