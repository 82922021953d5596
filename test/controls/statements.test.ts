import {
  decryptsAnything,
  grantsEverything,
  grantsWholeService,
  keepsToPrincipalsOf,
  needsMfa,
  strangers,
  unboundFederations,
} from '../../lib/controls/statements';
import { readPolicy, type Statement } from '../../lib/resources/policy';
import { isUnknown } from '../../lib/resources/value';

const account = '111122223333';
const one = (fields: object): Statement => {
  const policy = readPolicy({ Statement: [{ Effect: 'Allow', ...fields }] } as never);
  const [statement] = isUnknown(policy) ? [] : policy.statements;
  if (!statement) throw new Error('no statement is read');
  return statement;
};

describe('grants', () => {
  test.each([
    ['* on *', { Action: '*', Resource: '*' }, true],
    ['*:* on *', { Action: '*:*', Resource: '*' }, true],
    ['all but IAM', { NotAction: 'iam:*', Resource: '*' }, true],
    ['* on all but one', { Action: '*', NotResource: 'arn:aws:s3:::x' }, true],
    ['* on one', { Action: '*', Resource: 'arn:aws:s3:::x' }, false],
    ['a deny', { Effect: 'Deny', Action: '*', Resource: '*' }, false],
    ['one service', { Action: 's3:*', Resource: '*' }, false],
  ])('everything: %s', (_name, fields, expected) => {
    expect(grantsEverything(one(fields))).toBe(expected);
  });

  test.each([
    ['s3:*', true],
    ['s3:Get*', false],
    ['*', false],
    ['s3:GetObject', false],
  ])('a whole service: %s', (Action, expected) => {
    expect(grantsWholeService(one({ Action, Resource: 'arn:aws:s3:::x' }))).toBe(expected);
  });

  const keys = `arn:aws:kms:us-east-1:${account}:key/*`;
  const condition = (key: string, operator = 'StringEquals') => ({ Condition: { [operator]: { [key]: 'x' } } });
  test.each([
    ['decrypt on everything', { Action: 'kms:Decrypt', Resource: '*' }, true],
    ['re-encrypt on everything', { Action: 'kms:ReEncrypt*', Resource: '*' }, true],
    ['all but something else', { NotAction: 's3:*', Resource: keys }, true],
    ['everything is a matter of its own', { Action: '*', Resource: '*' }, false],
    [
      'decrypt on everything through S3',
      { Action: 'kms:Decrypt', Resource: '*', ...condition('kms:ViaService') },
      true,
    ],
    ['decrypt on every key', { Action: 'kms:Decrypt', Resource: keys }, true],
    ['decrypt on all but one', { Action: 'kms:Decrypt', NotResource: keys }, true],
    [
      'decrypt on every key through S3',
      { Action: 'kms:Decrypt', Resource: keys, ...condition('kms:ViaService') },
      false,
    ],
    [
      'decrypt on tagged keys',
      { Action: 'kms:Decrypt', Resource: keys, ...condition('aws:ResourceTag/practice') },
      false,
    ],
    ['a condition that narrows nothing', { Action: 'kms:Decrypt', Resource: keys, ...condition('aws:SourceIp') }, true],
    [
      'a condition that excludes',
      { Action: 'kms:Decrypt', Resource: keys, ...condition('kms:ViaService', 'StringNotEquals') },
      true,
    ],
    [
      'a condition that may be absent',
      { Action: 'kms:Decrypt', Resource: keys, ...condition('kms:ViaService', 'StringEqualsIfExists') },
      true,
    ],
    ['decrypt on one key', { Action: 'kms:Decrypt', Resource: `arn:aws:kms:us-east-1:${account}:key/1` }, false],
    ['decrypt on a key of ours', { Action: 'kms:Decrypt', Resource: '{{stack/Key.Arn}}' }, false],
    ['encrypt on everything', { Action: 'kms:Encrypt', Resource: '*' }, false],
    ['a deny', { Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*' }, false],
  ])('decrypting anything: %s', (_name, fields, expected) => {
    expect(decryptsAnything(one(fields))).toBe(expected);
  });
});

describe('trust', () => {
  const foreign = 'arn:aws:iam::999988887777:role/partner';
  const when = (operator: string, key: string, value: string) => ({ Condition: { [operator]: { [key]: value } } });
  test.each([
    ['a service', { Principal: { Service: 'lambda.amazonaws.com' } }, []],
    ['this account', { Principal: { AWS: `arn:aws:iam::${account}:root` } }, []],
    ['this account by number', { Principal: { AWS: account } }, []],
    ['a role of ours', { Principal: { AWS: '{{stack/Role.Arn}}' } }, []],
    ['everyone', { Principal: '*' }, ['everyone']],
    ['everyone of ours', { Principal: '*', ...when('StringEquals', 'aws:PrincipalOrgID', 'o-1') }, []],
    [
      'everyone of any organisation',
      { Principal: '*', ...when('StringLike', 'aws:PrincipalOrgID', '*') },
      ['everyone'],
    ],
    ['everyone of this account', { Principal: '*', ...when('StringEquals', 'aws:PrincipalAccount', account) }, []],
    [
      'everyone of that account',
      { Principal: '*', ...when('StringEquals', 'aws:PrincipalAccount', '999988887777') },
      ['everyone'],
    ],
    ['everyone with an external id', { Principal: '*', ...when('StringEquals', 'sts:ExternalId', 'x') }, ['everyone']],
    ['everyone but one', { NotPrincipal: { AWS: foreign } }, ['everyone']],
    ['another account', { Principal: { AWS: foreign } }, [foreign]],
    ['another account by number', { Principal: { AWS: '999988887777' } }, ['999988887777']],
    ['another account, invited', { Principal: { AWS: foreign }, ...when('StringEquals', 'sts:ExternalId', 'x') }, []],
    [
      'another account with MFA',
      { Principal: { AWS: foreign }, ...when('Bool', 'aws:MultiFactorAuthPresent', 'true') },
      [],
    ],
    [
      'a principal that was deleted',
      { Principal: { AWS: 'AROAEXAMPLEEXAMPLE123' } },
      ['AROAEXAMPLEEXAMPLE123 (deleted)'],
    ],
    ['a deny for everyone', { Effect: 'Deny', Principal: '*' }, []],
  ])('strangers: %s', (_name, fields, expected) => {
    expect(strangers(one(fields), account)).toEqual(expected);
  });

  test.each([
    [
      'a role path of this account',
      when('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${account}:role/asepsis/*`),
      true,
    ],
    ['a role path of any account', when('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/asepsis/*'), false],
    ['a role path of that account', when('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::999988887777:role/x'), false],
    ['nothing', {}, false],
  ])('kept to this account by %s', (_name, fields, expected) => {
    expect(keepsToPrincipalsOf(one({ Principal: '*', ...fields }), account)).toBe(expected);
  });

  test.each([
    ['present', when('Bool', 'aws:MultiFactorAuthPresent', 'true'), true],
    ['present, if it is said', when('BoolIfExists', 'aws:MultiFactorAuthPresent', 'true'), false],
    ['absent', when('Bool', 'aws:MultiFactorAuthPresent', 'false'), false],
    ['recent', when('NumericLessThan', 'aws:MultiFactorAuthAge', '3600'), true],
    ['unsaid', {}, false],
  ])('a second factor: %s', (_name, fields, expected) => {
    expect(needsMfa(one(fields))).toBe(expected);
  });

  const pool = 'cognito-identity.amazonaws.com';
  const amr = (value: string) => ({ 'ForAnyValue:StringLike': { [`${pool}:amr`]: value } });
  const aud = { StringEquals: { [`${pool}:aud`]: 'us-east-1:1' } };
  const oidc = `arn:aws:iam::${account}:oidc-provider/token.example.com`;
  const saml = `arn:aws:iam::${account}:saml-provider/hospital`;
  test.each([
    ['an identity pool', pool, { ...aud, ...amr('authenticated') }, true],
    ['an identity pool with guests', pool, { ...aud, ...amr('unauthenticated') }, false],
    ['any identity pool', pool, amr('authenticated'), false],
    ['an OIDC provider', oidc, { StringEquals: { 'token.example.com:aud': 'asepsis' } }, true],
    ['an OIDC provider for anyone', oidc, { StringLike: { 'token.example.com:aud': '*' } }, false],
    ['an OIDC provider, unsaid', oidc, {}, false],
    ['a SAML provider', saml, { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } }, true],
    ['a SAML provider, unsaid', saml, {}, false],
  ])('a federation bound to its audience: %s', (_name, Federated, Condition, expected) => {
    expect(unboundFederations(one({ Principal: { Federated }, Condition })).length === 0).toBe(expected);
  });
});
