import fc from 'fast-check';
import { evaluate, evaluateCondition, type Scope } from '../../lib/resources/intrinsics';
import { isUnknown, unknown } from '../../lib/resources/value';

const scope: Scope = {
  stack: 'net',
  environment: { account: '111122223333', region: 'eu-central-1', partition: 'aws' },
  parameters: { Size: 'small', Hidden: unknown('no default') },
  mappings: { Regions: { 'eu-central-1': { Ami: 'ami-1' } } },
  condition: (name) => ({ Yes: true, No: false })[name],
  exported: (name) => (name === 'shared' ? '{{other/Key.Arn}}' : undefined),
};

const known: readonly (readonly [string, unknown, unknown])[] = [
  ['a literal', 'text', 'text'],
  ['a nested literal', { a: [1, { b: true }] }, { a: [1, { b: true }] }],
  ['Ref of a resource', { Ref: 'Key' }, '{{net/Key}}'],
  ['Ref of a parameter', { Ref: 'Size' }, 'small'],
  ['the account', { Ref: 'AWS::AccountId' }, '111122223333'],
  ['the partition', { Ref: 'AWS::Partition' }, 'aws'],
  ['the suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
  ['the stack', { Ref: 'AWS::StackName' }, 'net'],
  ['the stack id', { Ref: 'AWS::StackId' }, '{{net/AWS::StackId}}'],
  ['NoValue leaves a property out', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
  ['NoValue leaves an item out', [{ Ref: 'AWS::NoValue' }, 1], [1]],
  ['GetAtt', { 'Fn::GetAtt': ['Key', 'Arn'] }, '{{net/Key.Arn}}'],
  ['GetAtt by text', { 'Fn::GetAtt': 'Key.Outputs.Name' }, '{{net/Key.Outputs.Name}}'],
  ['Join', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':', { Ref: 'Key' }]] }, 'arn:aws:{{net/Key}}'],
  [
    'Sub',
    { 'Fn::Sub': 'a ${AWS::Region} ${Key} ${Key.Arn} ${!Literal}' },
    'a eu-central-1 {{net/Key}} {{net/Key.Arn}} ${Literal}',
  ],
  ['Sub with variables', { 'Fn::Sub': ['${It}/${Size}', { It: { Ref: 'Key' } }] }, '{{net/Key}}/small'],
  ['Sub of an IAM variable', { 'Fn::Sub': '${!aws:PrincipalTag/practice}' }, '${aws:PrincipalTag/practice}'],
  ['Split of a literal', { 'Fn::Split': [',', 'a,b'] }, ['a', 'b']],
  ['Split of a symbol', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Key', 'Arn'] }] }, '{{net/Key.Arn|split(:)}}'],
  ['Select', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
  [
    'Select from a symbol',
    { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Key', 'Arn'] }] }] },
    '{{net/Key.Arn|split(:)|5}}',
  ],
  ['FindInMap', { 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'Ami'] }, 'ami-1'],
  ['If, true', { 'Fn::If': ['Yes', 'a', 'b'] }, 'a'],
  ['If, false', { 'Fn::If': ['No', 'a', 'b'] }, 'b'],
  ['ImportValue', { 'Fn::ImportValue': 'shared' }, '{{other/Key.Arn}}'],
  ['Base64', { 'Fn::Base64': 'abc' }, 'YWJj'],
  ['a record with a key that only looks like a function', { Ref: 'Key', Other: 1 }, { Ref: 'Key', Other: 1 }],
];

describe('what can be known', () => {
  test.each(known)('%s', (_name, node, expected) => {
    expect(evaluate(node, scope)).toEqual(expected);
  });
});

describe('what cannot be known says why', () => {
  test.each([
    ['a parameter without a value', { Ref: 'Hidden' }, /no default/],
    ['an unknown pseudo parameter', { Ref: 'AWS::Nothing' }, /AWS::Nothing/],
    ['an unknown function', { 'Fn::Transform': {} }, /Fn::Transform/],
    ['Join over an unknown', { 'Fn::Join': ['', ['a', { Ref: 'Hidden' }]] }, /no default/],
    ['Sub of an unknown', { 'Fn::Sub': '${Hidden}' }, /no default/],
    ['Select beyond the end', { 'Fn::Select': [7, ['a']] }, /item 7 of 1/],
    ['a mapping that is not there', { 'Fn::FindInMap': ['Regions', 'us-east-1', 'Ami'] }, /Regions.us-east-1.Ami/],
    ['an undecided condition', { 'Fn::If': ['Maybe', 'a', 'b'] }, /Maybe/],
    ['an import of nothing', { 'Fn::ImportValue': 'elsewhere' }, /elsewhere/],
    ['Base64 of a symbol', { 'Fn::Base64': { Ref: 'Key' } }, /symbol/],
  ])('%s', (_name, node, why) => {
    expect(evaluate(node, scope)).toEqual({ unknown: expect.stringMatching(why) });
  });
});

describe('conditions', () => {
  const equals = (a: unknown, b: unknown) => ({ 'Fn::Equals': [a, b] });
  const [yes, no, maybe] = [equals('a', 'a'), equals('a', 'b'), equals({ Ref: 'Key' }, 'a')];
  test.each([
    ['Equals', yes, true],
    ['Equals, different', no, false],
    ['Equals of a region', equals({ Ref: 'AWS::Region' }, 'eu-central-1'), true],
    ['Equals of a symbol', maybe, undefined],
    ['Equals of an unknown', equals({ Ref: 'Hidden' }, 'a'), undefined],
    ['Not', { 'Fn::Not': [no] }, true],
    ['Not of the undecided', { 'Fn::Not': [maybe] }, undefined],
    ['And with a false', { 'Fn::And': [yes, maybe, no] }, false],
    ['And with the undecided', { 'Fn::And': [yes, maybe] }, undefined],
    ['And', { 'Fn::And': [yes, yes] }, true],
    ['Or with a true', { 'Fn::Or': [maybe, yes] }, true],
    ['Or with the undecided', { 'Fn::Or': [no, maybe] }, undefined],
    ['Or', { 'Fn::Or': [no, no] }, false],
    ['another condition', { Condition: 'Yes' }, true],
    ['something else', { 'Fn::Whatever': [] }, undefined],
    ['no record', 'text', undefined],
  ])('%s', (_name, node, expected) => {
    expect(evaluateCondition(node, scope)).toBe(expected);
  });
});

describe('any JSON', () => {
  const names = fc.constantFrom(
    'Ref',
    'Fn::GetAtt',
    'Fn::Join',
    'Fn::Sub',
    'Fn::Split',
    'Fn::Select',
    'Fn::If',
    'Fn::FindInMap',
    'Fn::ImportValue',
    'Fn::Base64',
    'Fn::Equals',
    'constructor',
    '__proto__',
    'toString',
  );
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('Key', '${Key.Arn}', '${', 'AWS::Region', '{{net/Key}}'),
      fc.tuple(names, tie('node')).map(([name, argument]) => Object.fromEntries([[name, argument]])),
      fc.array(tie('node'), { maxLength: 3 }),
    ),
  }));

  test('is evaluated or unknown, never thrown at, and gives data', () => {
    fc.assert(
      fc.property(node, (value) => {
        const result = evaluate(value, scope);
        expect(result === undefined || typeof JSON.stringify(result) === 'string').toBe(true);
        expect([true, false, undefined]).toContain(evaluateCondition(value, scope));
      }),
      { numRuns: 1000 },
    );
  });

  test('without a function in it stays as it is', () => {
    const looks = (text: string) => text.includes('Fn::') || text.includes('"Ref"');
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!looks(JSON.stringify(value)) && !isUnknown(value));
        expect(JSON.stringify(evaluate(value, scope))).toBe(JSON.stringify(value));
      }),
    );
  });
});
