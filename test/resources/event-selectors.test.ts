/** What a trail records, in one form. */
import { readEventSelectors, writeEventSelectors } from '../../lib/resources/event-selectors';
import { type Data, isKnown, unknown } from '../../lib/resources/value';

const test1 = (field: string, operator: string, ...values: string[]) => ({ field, operator, values });
const management = test1('eventCategory', 'Equals', 'Management');
const equals = (Field: string, ...Equals: string[]) => ({ Field, Equals });

describe('event selectors', () => {
  test.each([
    ['none are every management event', undefined, undefined, [{ name: undefined, tests: [management] }]],
    [
      'a basic one takes management events unless told otherwise',
      undefined,
      [{}],
      [{ name: undefined, tests: [management] }],
    ],
    [
      'a basic one that only writes, without a source',
      undefined,
      [{ ReadWriteType: 'WriteOnly', ExcludeManagementEventSources: ['kms.amazonaws.com'] }],
      [
        {
          name: undefined,
          tests: [
            management,
            test1('readOnly', 'Equals', 'false'),
            test1('eventSource', 'NotEquals', 'kms.amazonaws.com'),
          ],
        },
      ],
    ],
    [
      'a basic one of objects only',
      undefined,
      [{ IncludeManagementEvents: 'false', DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }] }],
      [
        {
          name: undefined,
          tests: [
            test1('eventCategory', 'Equals', 'Data'),
            test1('resources.type', 'Equals', 'AWS::S3::Object'),
            test1('resources.ARN', 'StartsWith', 'arn:aws:s3'),
          ],
        },
      ],
    ],
    [
      'advanced ones win; empty operators say nothing',
      [{ Name: '', FieldSelectors: [{ ...equals('eventCategory', 'Management'), NotEquals: [] }] }],
      [{ ReadWriteType: 'ReadOnly' }],
      [{ name: undefined, tests: [management] }],
    ],
    [
      'an unknown anywhere hides them all',
      [{ FieldSelectors: [{ Field: 'eventCategory', Equals: unknown('why') }] }],
      undefined,
      unknown('the event selectors at advancedSelectors.0.FieldSelectors.0.Equals: why'),
    ],
  ])('%s', (_name, advanced, basic, expected) => {
    expect(readEventSelectors(advanced as never, basic as never)).toEqual(expected);
  });

  test('what is written reads as the same', () => {
    const written: readonly Data[] = [
      { Name: 'all', FieldSelectors: [equals('eventCategory', 'Management')] },
      {
        FieldSelectors: [
          equals('eventCategory', 'Data'),
          { Field: 'resources.ARN', StartsWith: ['a'], NotStartsWith: ['b', 'c'] },
        ],
      },
    ];
    const selectors = readEventSelectors(written, undefined);
    if (!isKnown(selectors)) throw new Error('known selectors read as unknown');
    expect(writeEventSelectors(selectors)).toEqual(written);
  });
});
