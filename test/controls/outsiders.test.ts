/** Who is an outsider to a function, a topic, a queue or a secret, by the statements of their policies. */
import fc from 'fast-check';
import { outsiders, refusesPlainText } from '../../lib/controls/outsiders';
import { readPolicy, type Statement } from '../../lib/resources/policy';
import { type Data, isUnknown } from '../../lib/resources/value';

const account = '111122223333';
const other = '999988887777';

function statement(data: Readonly<Record<string, Data>>): Statement {
  const policy = readPolicy({ Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: '*', ...data }] });
  const [one] = isUnknown(policy) ? [] : policy.statements;
  if (!one) throw new Error('no statement');
  return one;
}

const service = { Service: 'events.amazonaws.com' };
const when = (operator: string, key: string, value: Data) => ({ Condition: { [operator]: { [key]: value } } });

describe('outsiders', () => {
  test.each<[string, Readonly<Record<string, Data>>, readonly string[]]>([
    ['everyone', { Principal: '*' }, ['everyone']],
    ['everyone as an account', { Principal: { AWS: '*' } }, ['everyone']],
    ['everyone but some', { NotPrincipal: { AWS: account } }, ['everyone']],
    ['everyone, refused', { Effect: 'Deny', Principal: '*' }, []],
    ['a service for whomever', { Principal: service }, ['events.amazonaws.com for any account']],
    ['a service for this account', { Principal: service, ...when('StringEquals', 'aws:SourceAccount', account) }, []],
    [
      'a service for another account',
      { Principal: service, ...when('StringEquals', 'aws:SourceAccount', other) },
      ['events.amazonaws.com for any account'],
    ],
    [
      'a service for two accounts',
      { Principal: service, ...when('StringEquals', 'aws:SourceAccount', [account, other]) },
      ['events.amazonaws.com for any account'],
    ],
    [
      'a rule of this account',
      { Principal: service, ...when('ArnLike', 'AWS:SourceArn', `arn:aws:events:us-east-1:${account}:rule/x`) },
      [],
    ],
    [
      'a rule of any account',
      { Principal: service, ...when('ArnLike', 'aws:SourceArn', 'arn:aws:events:us-east-1:*:rule/x') },
      ['events.amazonaws.com for any account'],
    ],
    [
      'a resource of the deployment',
      { Principal: service, ...when('ArnEquals', 'aws:SourceArn', '{{stack/Rule.Arn}}') },
      [],
    ],
    ['a bucket by its name', { Principal: service, ...when('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::planted') }, []],
    [
      'any bucket',
      { Principal: service, ...when('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::*') },
      ['events.amazonaws.com for any account'],
    ],
    [
      'a condition that is no bound: not this one',
      { Principal: '*', ...when('StringNotEquals', 'aws:SourceAccount', account) },
      ['everyone'],
    ],
    [
      'SNS’s default: everyone of this account',
      { Principal: { AWS: '*' }, ...when('StringEquals', 'AWS:SourceOwner', account) },
      [],
    ],
    ['everyone of an organisation', { Principal: '*', ...when('StringEquals', 'aws:PrincipalOrgID', 'o-a1') }, []],
    [
      'a service of any organisation',
      { Principal: '*', ...when('StringLike', 'aws:SourceOrgID', 'o-*') },
      ['everyone'],
    ],
    ['a service of an organisation', { Principal: service, ...when('StringEquals', 'aws:SourceOrgID', 'o-a1') }, []],
    ['this account', { Principal: { AWS: account } }, []],
    ['a role of this account', { Principal: { AWS: `arn:aws:iam::${account}:role/asepsis/x` } }, []],
    ['a role of the deployment', { Principal: { AWS: '{{stack/Role.Arn}}' } }, []],
    ['another account', { Principal: { AWS: other } }, [other]],
    [
      'a role of another account',
      { Principal: { AWS: `arn:aws:iam::${other}:role/x` } },
      [`arn:aws:iam::${other}:role/x`],
    ],
    ['somebody who was deleted', { Principal: { AWS: 'AROAEXAMPLEEXAMPLE123' } }, ['AROAEXAMPLEEXAMPLE123']],
    ['a canonical user', { Principal: { CanonicalUser: '79a5' } }, ['79a5']],
    [
      'a URL without a signature',
      { Principal: '*', ...when('StringEquals', 'lambda:FunctionUrlAuthType', 'NONE') },
      ['everyone'],
    ],
  ])('%s', (_name, data, expected) => {
    expect(outsiders(statement(data), account)).toEqual(expected);
  });

  test('a statement that nothing binds lets nobody of another account in unseen', () => {
    const digits = fc.stringMatching(/^\d{12}$/).filter((id) => id !== account);
    fc.assert(
      fc.property(digits, (id) => {
        expect(outsiders(statement({ Principal: { AWS: `arn:aws:iam::${id}:root` } }), account)).toHaveLength(1);
      }),
    );
  });
});

describe('refusing plain text', () => {
  const tls = { Bool: { 'aws:SecureTransport': 'false' } };
  test.each<[string, Readonly<Record<string, Data>>, boolean]>([
    ['to everyone', { Effect: 'Deny', Principal: '*', Condition: tls }, true],
    ['of every action', { Effect: 'Deny', Principal: '*', Action: 'sns:*', Condition: tls }, true],
    ['of another action', { Effect: 'Deny', Principal: '*', Action: 'sns:Subscribe', Condition: tls }, false],
    ['to one account', { Effect: 'Deny', Principal: { AWS: account }, Condition: tls }, false],
    ['to nobody', { Effect: 'Allow', Principal: '*', Condition: tls }, false],
    [
      'where TLS is spoken',
      { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
      false,
    ],
    ['without a condition', { Effect: 'Deny', Principal: '*' }, false],
  ])('%s', (_name, data, expected) => {
    expect(refusesPlainText(statement(data), 'sns:Publish')).toBe(expected);
  });
});
