import { traced } from '../../../lambdas/drift/trace';

describe('the note of a call', () => {
  const lines: unknown[] = [];
  const log = { info: (message: unknown, more: unknown) => lines.push([message, more]) };

  beforeEach(() => {
    lines.length = 0;
    process.env.ASEPSIS_TRACE = '1';
  });
  afterEach(() => {
    delete process.env.ASEPSIS_TRACE;
  });

  const note = (content: unknown) => traced('own', log as never).logger?.info(content);

  test('holds the resource of ours by its name, and nothing else of what was sent or answered', () => {
    note({
      clientName: 'S3Client',
      commandName: 'PutObjectCommand',
      input: { Bucket: 'lakeside-derm-phi', Key: 'images/jane-doe', Body: 'PHI', Tagging: 'name=Jane' },
      output: { ETag: 'secret' },
    });
    expect(lines).toEqual([
      ['sdk call', { as: 'own', client: 'S3Client', command: 'PutObjectCommand', on: { Bucket: 'lakeside-derm-phi' } }],
    ]);
  });

  test.each([
    ['no resource', { Item: { name: { S: 'Jane' } } }],
    ['a resource that is no text', { Bucket: { name: 'x' } }],
    ['nothing at all', undefined],
  ])('of %s names none', (_what, input) => {
    note({ clientName: 'DynamoDBClient', commandName: 'PutItemCommand', input });
    expect(lines).toEqual([['sdk call', { as: 'own', client: 'DynamoDBClient', command: 'PutItemCommand' }]]);
  });

  test('is not made where nothing is traced', () => {
    delete process.env.ASEPSIS_TRACE;
    expect(traced('own', log as never)).toEqual({});
  });
});
