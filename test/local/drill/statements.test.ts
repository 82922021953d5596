/** What the drill does to policies: added to or thinned out, and otherwise as they were. */
import { readPolicy } from '../../../lib/resources/policy';
import { allow, strangersRoot, withoutStatements, withStatements } from '../../../local/drill/statements';

const kept = { Sid: 'Kept', Effect: 'Deny', Principal: '*', Action: ['s3:*'], Resource: ['*'] };
const policy = JSON.stringify({ Version: '2012-10-17', Statement: [kept] });
const planted = allow(strangersRoot, ['s3:GetObject'], ['arn:aws:s3:::a/*']);

test.each([
  ['a policy keeps what it had', policy, [kept, planted]],
  ['where there is none, one is made', undefined, [planted]],
])('%s', (_name, text, expected) => {
  const written = withStatements(text, planted);
  expect(readPolicy(written)).toEqual(readPolicy({ Version: '2012-10-17', Statement: expected }));
});

test('a condition goes with its statement', () => {
  const Condition = { StringEquals: { 'aws:SourceVpc': 'vpc-1' } };
  const written = JSON.parse(withStatements(undefined, allow('*', ['s3:GetObject'], ['*'], { Condition })));
  expect(written.Statement[0].Condition).toEqual(Condition);
});

test('those that are dropped go, and no others', () => {
  const both = withStatements(policy, planted);
  expect(readPolicy(withoutStatements(both, ({ sid }) => sid === 'Kept'))).toEqual(
    readPolicy({ Version: '2012-10-17', Statement: [planted] }),
  );
  expect(readPolicy(withoutStatements(both, () => false))).toEqual(readPolicy(both));
});

test('a policy that cannot be read is not written over', () => {
  expect(() => withStatements('{', planted)).toThrow(TypeError);
  expect(() => withoutStatements('{', () => true)).toThrow(TypeError);
});
