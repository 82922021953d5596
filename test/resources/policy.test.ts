import fc from 'fast-check';
import {
  conditionValues,
  coversAction,
  isPublic,
  mergePolicies,
  type Policy,
  readPolicy,
  type Statement,
  speaksOf,
  writePolicy,
} from '../../lib/resources/policy';
import { isUnknown, unknown } from '../../lib/resources/value';

const read = (data: object): Policy => {
  const policy = readPolicy(data as never);
  if (isUnknown(policy)) throw new Error(policy.unknown);
  return policy;
};
const one = (fields: object): Statement => {
  const [statement] = read({ Statement: fields }).statements;
  if (!statement) throw new Error('no statement is read');
  return statement;
};

describe('readPolicy', () => {
  test('makes lists of everything', () => {
    const condition = { Bool: { 'aws:SecureTransport': false } };
    expect(one({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn', Condition: condition })).toEqual({
      sid: undefined,
      effect: 'Deny',
      principals: { '*': ['*'] },
      notPrincipals: {},
      actions: ['s3:*'],
      notActions: [],
      resources: ['arn'],
      notResources: [],
      conditions: { Bool: { 'aws:SecureTransport': ['false'] } },
    });
  });

  test.each([
    ['nothing', undefined, { statements: [] }],
    ['null', null, { statements: [] }],
    ['a text', '{"Statement":[]}', { statements: [] }],
    ['a text that is not JSON', '{', unknown('the policy text is not JSON')],
    ['an unknown', unknown('why'), unknown('why')],
    [
      'an unknown inside',
      { Statement: [{ Action: unknown('why') }] },
      unknown('the policy at Statement.0.Action: why'),
    ],
  ])('%s', (_name, data, expected) => {
    expect(readPolicy(data as never)).toEqual(expected);
  });

  test('several are read as one, and an unknown one hides all', () => {
    const policy = read({ Statement: [{ Sid: 'A', Effect: 'Allow', Action: 'x:Y', Resource: '*' }] });
    const merged = mergePolicies([policy, policy]);
    expect(isUnknown(merged) ? [] : merged.statements.map((statement) => statement.sid)).toEqual(['A', 'A']);
    expect(mergePolicies([policy, unknown('why')])).toEqual(unknown('why'));
  });
});

describe('principals', () => {
  test.each([
    ['everyone', { Principal: '*' }, true],
    ['every AWS principal', { Principal: { AWS: '*' } }, true],
    ['everyone but one', { NotPrincipal: { AWS: 'arn:aws:iam::1:root' } }, true],
    ['a service', { Principal: { Service: 'lambda.amazonaws.com' } }, false],
    ['an account', { Principal: '111122223333' }, false],
    ['nobody named', {}, false],
  ])('%s', (_name, fields, expected) => {
    expect(isPublic(one({ Effect: 'Allow', ...fields }))).toBe(expected);
  });
});

describe('actions', () => {
  test.each([
    ['*', 's3:GetObject', true],
    ['s3:*', 's3:GetObject', true],
    ['S3:getobject', 's3:GetObject', true],
    ['s3:Get*', 's3:PutObject', false],
    ['s3:Get?bject', 's3:GetObject', true],
    ['s3:Get.*', 's3:GetObject', false],
    ['s3', 's3:GetObject', false],
  ])('%s covers %s: %s', (pattern, action, expected) => {
    expect(coversAction(pattern, action)).toBe(expected);
  });

  test.each([
    [{ Action: ['kms:Decrypt'] }, true],
    [{ Action: ['kms:Encrypt'] }, false],
    [{ NotAction: ['kms:Decrypt'] }, false],
    [{ NotAction: ['iam:*'] }, true],
    [{}, false],
  ])('%j speaks of kms:Decrypt: %s', (fields, expected) => {
    expect(speaksOf(one({ Effect: 'Allow', ...fields }), 'kms:Decrypt')).toBe(expected);
  });

  test('a pattern covers itself where it holds no wildcard, whatever signs it holds', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/[*?\n\r\u2028\u2029]/.test(text));
        expect(coversAction(text, text)).toBe(true);
      }),
    );
  });
});

test('condition keys and operators are found in any case', () => {
  const statement = one({ Effect: 'Allow', Condition: { stringequals: { 'AWS:PrincipalOrgID': 'o-1' } } });
  expect(conditionValues(statement, 'StringEquals', 'aws:PrincipalOrgID')).toEqual(['o-1']);
  expect(conditionValues(statement, 'StringLike', 'aws:PrincipalOrgID')).toEqual([]);
});

describe('writePolicy', () => {
  test('refuses what is unknown', () => {
    expect(() => writePolicy(unknown('why'))).toThrow(/cannot be written: why/);
  });

  const texts = fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 3 });
  const keys = fc.constantFrom('aws:PrincipalOrgID', 'aws:SourceVpc', 'kms:ViaService');
  const principals = fc.oneof(
    fc.constant({}),
    fc.constant({ '*': ['*'] }),
    fc.dictionary(
      fc.constantFrom('AWS', 'Service', 'Federated'),
      fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
    ),
  );
  const statement: fc.Arbitrary<Statement> = fc.record({
    sid: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    effect: fc.constantFrom('Allow', 'Deny'),
    principals,
    notPrincipals: principals,
    actions: texts,
    notActions: texts,
    resources: texts,
    notResources: texts,
    conditions: fc.dictionary(fc.constantFrom('StringEquals', 'ArnLike', 'Bool'), fc.dictionary(keys, texts)),
  });

  test('what is written is read back the same', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 4 }), (statements) => {
        expect(readPolicy(writePolicy({ statements }))).toEqual({ statements });
      }),
    );
  });

  test('whatever JSON calls itself a policy is read or unknown, and writes again where it is read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const policy = readPolicy({ Statement: value } as never);
        if (!isUnknown(policy)) expect(typeof writePolicy(policy)).toBe('string');
      }),
    );
  });
});
