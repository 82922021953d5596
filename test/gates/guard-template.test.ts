import { shapeOf, writeOutTexts } from '../../lib/gates/guard-template';

const environment = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
const written = (properties: Record<string, unknown>) =>
  writeOutTexts(
    { stack: 'audit', template: { Resources: { A: { Type: 'AWS::S3::Bucket', Properties: properties } } } },
    environment,
  ) as { Resources: { A: { Properties: Record<string, unknown> } } };

describe('what cfn-guard is given', () => {
  const join = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::x/', { Ref: 'B' }]] };
  test.each([
    ['an import is a text', { 'Fn::ImportValue': 'audit:Key' }, 'audit:Key'],
    ['a join is a text', join, 'arn:aws:s3:::x/{{audit/B}}'],
    ['a substitution is a text', { 'Fn::Sub': 'x-${AWS::Region}' }, 'x-us-east-1'],
    ['a reference stays one, for the rules to follow', { Ref: 'B' }, { Ref: 'B' }],
    ['an attribute stays one', { 'Fn::GetAtt': ['B', 'Arn'] }, { 'Fn::GetAtt': ['B', 'Arn'] }],
    ['what is inside a list is written out', [{ 'Fn::ImportValue': 'a' }, 1, null], ['a', 1, null]],
    ['a policy stays as it is', { Statement: [{ Resource: join }] }, { Statement: [{ Resource: join }] }],
    ['a join that cannot be known stays', { 'Fn::Join': ['', 'x'] }, { 'Fn::Join': ['', 'x'] }],
  ])('%s', (_what, given, expected) => {
    expect(written({ Value: given }).Resources.A.Properties.Value).toEqual(expected);
  });
});

describe('the shape of a template', () => {
  test.each([
    ['practices share it', [{ a: 'lakeside-derm-phi' }, 'derm'], [{ a: 'lakeside-eye-phi' }, 'eye'], true],
    ['the order of keys does not matter', [{ a: 1, b: 2 }, undefined], [{ b: 2, a: 1 }, undefined], true],
    ['the order of a list does', [{ a: [1, 2] }, undefined], [{ a: [2, 1] }, undefined], false],
    ['a setting that differs', [{ a: 'derm', b: true }, 'derm'], [{ a: 'eye', b: false }, 'eye'], false],
    ['a template that names its neighbour', [{ a: 'derm' }, 'derm'], [{ a: 'derm' }, 'eye'], false],
    ['a word that begins alike', [{ a: 'dermatology' }, 'derm'], [{ a: 'eyeatology' }, 'eye'], false],
    ['practices called like literals', [{ a: true }, 'true'], [{ a: false }, 'false'], false],
    ['the foundation has no practice', [{ a: 'derm' }, undefined], [{ a: 'eye' }, undefined], false],
  ] as const)('%s', (_what, [one, practice], [other, neighbour], same) => {
    expect(shapeOf(one, practice) === shapeOf(other, neighbour)).toBe(same);
  });
});
