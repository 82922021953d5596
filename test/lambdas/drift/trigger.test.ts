import fc from 'fast-check';
import { MalformedMessage, parseTrigger } from '../../../lambdas/drift/trigger';
import { call, stopRotation, visit } from './fake-messages';
import { FakeWorld } from './fake-world';
import { detailOf, numbers, spoil, withDetail } from './spoiled-messages';

const parse = (message: unknown) => parseTrigger(JSON.stringify(message));

describe('a call of CloudTrail', () => {
  test('is read for what the loop needs', () => {
    expect(
      parse(call('lambda:AddPermission20150331v2', { functionName: 'f' }, { responseElements: { a: 1 } })),
    ).toEqual({
      kind: 'call',
      id: expect.stringMatching(/^event-/),
      name: 'lambda:AddPermission20150331v2',
      at: new Date('2026-11-24T20:00:00Z'),
      actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/mallory', session: undefined },
      address: '203.0.113.7',
      request: { functionName: 'f' },
      response: { a: 1 },
      failed: false,
      postponed: 0,
    });
  });

  test.each([
    [
      'a role`s session',
      { arn: 'arn:aws:sts::1:assumed-role/admin/alice' },
      'arn:aws:sts::1:assumed-role/admin/alice',
      'alice',
    ],
    ['a service', { type: 'AWSService', invokedBy: 'inspector2.amazonaws.com' }, 'inspector2.amazonaws.com', undefined],
    [
      'a principal without ARN',
      { type: 'WebIdentityUser', principalId: 'accounts:app:1' },
      'accounts:app:1',
      undefined,
    ],
    ['somebody unknown', {}, 'unknown', undefined],
  ])('names its caller: %s', (_name, userIdentity, arn, session) => {
    expect(parse(stopRotation({ userIdentity }))).toMatchObject({ actor: { arn, session } });
  });

  test('may leave out its caller, its parameters, its answer, its address and its region', () => {
    const { awsRegion, requestParameters, responseElements, sourceIPAddress, userIdentity, ...least } = detailOf(
      stopRotation(),
    );
    expect(parse({ ...stopRotation(), detail: least })).toMatchObject({
      actor: { arn: 'unknown' },
      request: {},
      response: {},
      address: '',
    });
  });

  test.each([
    [undefined, false],
    [null, false],
    ['', false],
    ['AccessDenied', true],
  ])('with the error code %j has failed: %s', (errorCode, failed) => {
    expect(parse(stopRotation({ errorCode }))).toMatchObject({ failed });
  });

  test.each([
    ['no id', { eventID: undefined }, /detail\.eventID/],
    ['an empty id', { eventID: '' }, /detail\.eventID/],
    ['an id that never ends', { eventID: 'x'.repeat(129) }, /detail\.eventID/],
    ['an id that is a number', { eventID: 7 }, /detail\.eventID/],
    ['a time that is none', { eventTime: 'yesterday' }, /detail\.eventTime/],
    ['a day that is none', { eventTime: '2026-02-30T00:00:00Z' }, /detail\.eventTime/],
    ['a time without a zone', { eventTime: '2026-02-03T00:00:00' }, /detail\.eventTime/],
    ['parameters that are a list', { requestParameters: [] }, /detail\.requestParameters/],
    ['parameters that are a text', { requestParameters: 'x' }, /detail\.requestParameters/],
    ['a caller that is a text', { userIdentity: 'root' }, /detail\.userIdentity/],
    ['a caller whose name never ends', { userIdentity: { arn: 'x'.repeat(5_000) } }, /detail\.userIdentity\.arn/],
    ['an address that never ends', { sourceIPAddress: 'x'.repeat(257) }, /detail\.sourceIPAddress/],
  ])('with %s is malformed, and the message says where', (_name, changes, where) => {
    const message = withDetail(stopRotation(), changes);
    expect(() => parse(message)).toThrow(MalformedMessage);
    expect(() => parse(message)).toThrow(where);
  });

  test('never carries its content into the error', () => {
    const secret = 'patient-4711';
    const message = withDetail(stopRotation(), { eventTime: secret, requestParameters: [secret], [secret]: secret });
    expect(() => parse(message)).toThrow(expect.objectContaining({ message: expect.not.stringContaining(secret) }));
  });

  test('whose keys reach for prototypes changes none', () => {
    const body = JSON.stringify(stopRotation()).replace(
      '"requestParameters":{',
      '"requestParameters":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    );
    expect(body).toContain('__proto__');
    expect(parseTrigger(body)).toMatchObject({ name: 'kms:DisableKeyRotation' });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('counts how often it was put off, and takes no other count', () => {
    expect(parse({ ...stopRotation(), postponed: 7 })).toMatchObject({ postponed: 7 });
    for (const postponed of [-1, 0.5, 1_001, '3', null])
      expect(() => parse({ ...stopRotation(), postponed })).toThrow(MalformedMessage);
  });
});

describe('a visit', () => {
  test('is read', () => {
    expect(parse(visit())).toMatchObject({ kind: 'visit', stack: 'lakeside-derm', logicalId: 'Key', postponed: 0 });
  });

  test('of the same sweep at the same place has the same id', () => {
    const one = visit();
    expect(parse(one)).toEqual(parse(one));
    expect(parse(one)).not.toEqual(parse(visit()));
  });

  test.each([{ stack: '' }, { logicalId: 7 }, { at: 'now' }, { sweep: undefined }])(
    'is malformed with %j',
    (changes) => {
      expect(() => parse(withDetail(visit(), changes))).toThrow(MalformedMessage);
    },
  );
});

describe('a hundred thousand malformed messages', () => {
  test('end each in MalformedMessage, short and clear, and nothing else', () => {
    const next = numbers(20_261_124);
    let longest = 0;
    for (let count = 0; count < 100_000; count += 1) {
      const body = spoil(next);
      let thrown: unknown;
      try {
        parseTrigger(body);
      } catch (error) {
        thrown = error;
      }
      if (!(thrown instanceof MalformedMessage)) throw new Error(`not refused as malformed: ${body} gave ${thrown}`);
      longest = Math.max(longest, thrown.message.length);
    }
    expect(longest).toBeLessThan(1_000);
  });

  test('whatever is JSON is parsed or refused, and a time is a time', () => {
    const shape = fc.record(
      {
        'detail-type': fc.oneof(fc.constantFrom('AWS API Call via CloudTrail', 'Asepsis sweep'), fc.jsonValue()),
        postponed: fc.oneof(fc.nat(), fc.jsonValue()),
        detail: fc.dictionary(
          fc.constantFrom(
            'eventID',
            'eventName',
            'eventSource',
            'eventTime',
            'userIdentity',
            'requestParameters',
            'stack',
          ),
          fc.oneof(fc.constant('2026-11-24T20:00:00Z'), fc.jsonValue()),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(shape, (message) => {
        try {
          expect(Number.isNaN(parse(message).at.getTime())).toBe(false);
        } catch (error) {
          if (!(error instanceof MalformedMessage)) throw error;
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a message that means harm', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

  test.each([
    ['as deep as a message can be', nested(120_000)],
    ['as wide as a message can be', JSON.stringify(Array.from({ length: 120_000 }, (_, index) => index))],
    ['of one text as long as a message can be', JSON.stringify('|'.repeat(250_000))],
    ['of a hundred thousand names', JSON.stringify(Array.from({ length: 30_000 }, (_, index) => `n${index}`))],
  ])('%s goes through the whole loop, and still finds what it is about', async (_name, odd) => {
    const world = new FakeWorld();
    world.break('kms.key', 'key-key', { rotationEnabled: false });
    const body = JSON.stringify(stopRotation()).replace('"requestParameters":{', `"requestParameters":{"odd":${odd},`);
    await world.send(body);
    expect(world.at('kms.key', 'key-key', 'rotationEnabled')).toBe(true);
  });

  test('is never handled: it fails each time it comes, until the queue sets it aside', async () => {
    const world = new FakeWorld();
    for (let time = 0; time < 5; time += 1) await expect(world.send('{"poison":')).rejects.toThrow(MalformedMessage);
    expect(world.calls).toEqual([]);
  });
});
