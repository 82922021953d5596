/** A read-back as facts: what was not read is never deployed, and says why. */
import { deployedFactsOf } from '../../../lib/cli/account/deployed';
import { refusal } from '../../../lib/cli/account/refusal';
import { AccountError, InputError } from '../../../lib/errors';
import { readTemplates } from '../../../lib/resources/template';
import type { ReadBackResource } from '../../../local/readback';

const templates = readTemplates(
  [
    {
      stack: 'lakeside-audit',
      template: {
        Resources: {
          Key: { Type: 'AWS::KMS::Key' },
          Topic: { Type: 'AWS::SNS::Topic' },
          CDKMetadata: { Type: 'AWS::CDK::Metadata' },
        },
      },
    },
  ],
  { account: '111122223333', region: 'us-east-1', partition: 'aws' },
);
const named = { stack: 'lakeside-audit', logicalId: 'Key', type: 'AWS::KMS::Key', physicalId: 'key' };
const difference = { path: 'rotationEnabled', declared: true, live: false };
const read: ReadBackResource = {
  ...named,
  kind: 'kms.key',
  owned: 2,
  ignored: [],
  completed: [],
  remaining: [],
  undecided: [],
  problems: [],
};

const factsOf = (one: ReadBackResource) =>
  deployedFactsOf({ templates, where: 'account' }, [], [named], { at: '2026-11-25T10:00:00.000Z', resources: [one] });

test.each<[what: string, one: ReadBackResource, deviations: readonly object[] | undefined]>([
  ['as declared', read, []],
  [
    'otherwise',
    { ...read, remaining: [difference] as ReadBackResource['remaining'] },
    [{ path: 'rotationEnabled', problem: 'not as declared' }],
  ],
  [
    'gone, though CloudFormation lists it',
    { ...read, remaining: [difference] as ReadBackResource['remaining'], problems: ['key does not exist'] },
    [{ path: 'rotationEnabled', problem: 'key does not exist' }],
  ],
  ['not to be compared', { ...read, undecided: [{ path: 'policy', why: 'it is symbolic' }] }, []],
  ['refused', { ...read, problems: ['AccessDenied: no'], unread: true }, undefined],
])('what is %s', (_what, one, deviations) => {
  const { leftOut, resources, where } = factsOf(one);
  expect(where).toBe('account');
  expect(resources.map((found) => found.deviations)).toEqual(deviations ? [deviations] : []);
  // What cannot be compared is neither as declared nor otherwise.
  expect(resources.map(({ undecided = [] }) => undecided)).toEqual(deviations ? [one.undecided] : []);
  expect(leftOut).toEqual([
    // The topic is declared, and CloudFormation lists none.
    { stack: 'lakeside-audit', logicalId: 'Topic', reason: 'CloudFormation lists no such resource' },
    ...(deviations
      ? []
      : [{ stack: 'lakeside-audit', logicalId: 'Key', reason: 'it could not be read: AccessDenied: no' }]),
  ]);
});

test.each([
  ['NoSuchBucket', 'the archive does not exist (NoSuchBucket: x)', 'Run asepsis up.'],
  ['NotFoundException', 'the archive does not exist (NotFoundException: x)', 'Run asepsis up.'],
  ['AccessDenied', 'the archive could not be read: AccessDenied: x', 'What the reader of an account needs'],
])('%s says what to do', (name, message, remedy) => {
  const error = Object.assign(new Error('x\nadvice for developers'), { name });
  const told = (() => {
    try {
      return refusal('the archive', 'Run asepsis up.')(error);
    } catch (caught) {
      return caught;
    }
  })();
  expect(told).toBeInstanceOf(AccountError);
  expect(told).toMatchObject({ message, remedy: expect.stringContaining(remedy), cause: error });
});

test('what already says what to do stays as it is', () => {
  const own = new InputError('bad', 'mend it');
  expect(() => refusal('the archive', '')(own)).toThrow(own);
});
