import fc from 'fast-check';
import { decide, maximumBytes } from '../../../lambdas/imaging/decide';
import { imageTypeOf } from '../../../lambdas/imaging/image-type';
import { type ImagingRequest, parseRequest } from '../../../lambdas/imaging/request';
import { apiEvent, clinician, images } from './events';

const id = '0e2b0a3c-5d6e-4f70-8123-456789abcdef';

const request = (changes: Partial<ImagingRequest> = {}): ImagingRequest => ({
  requestId: 'r',
  method: 'PUT',
  imageId: id,
  person: { id: 'p', tokenUse: 'id', practice: 'derm', groups: ['clinician'] },
  contentType: 'image/png',
  content: images['image/png'],
  ...changes,
});
const person = (changes: Partial<ImagingRequest['person']>) => request({ person: { ...request().person, ...changes } });
const outcome = (one: ImagingRequest) => {
  const decision = decide(one, 'derm');
  return decision.allow ? decision.action : `${decision.refusal.status} ${decision.refusal.reason}`;
};

describe('who may do what', () => {
  test.each<[string, ImagingRequest, string]>([
    ['a clinician stores', request(), 'store'],
    ['a clinician reads', request({ method: 'GET', content: Buffer.alloc(0) }), 'read'],
    ['a JPEG', request({ contentType: 'image/jpeg', content: images['image/jpeg'] }), 'store'],
    ['a DICOM file', request({ contentType: 'application/dicom', content: images['application/dicom'] }), 'store'],
    ["another practice's clinician", person({ practice: 'ortho' }), '403 other-practice'],
    ['a practice that only begins the same', person({ practice: 'der' }), '403 other-practice'],
    ['no practice', person({ practice: undefined }), '403 no-practice'],
    ['no group', person({ groups: [] }), '403 no-group'],
    ['another group', person({ groups: ['billing'] }), '403 group-may-not'],
    ['clinician and something else', person({ groups: ['clinician', 'billing'] }), '403 several-groups'],
    ['an access token', person({ tokenUse: 'access' }), '401 not-an-id-token'],
    ['nothing', request({ content: Buffer.alloc(0) }), '400 no-content'],
    [
      'too much',
      request({ content: Buffer.concat([images['image/png'], Buffer.alloc(maximumBytes)]) }),
      '413 too-large',
    ],
    ['a web page', request({ contentType: 'text/html' }), '415 type-not-allowed'],
    ['no type', request({ contentType: undefined }), '415 type-not-allowed'],
    ['a PNG called JPEG', request({ contentType: 'image/jpeg' }), '415 content-is-not-of-type'],
    ['text called PNG', request({ content: Buffer.from('<script>') }), '415 content-is-not-of-type'],
  ])('%s', (_, one, expected) => {
    expect(outcome(one)).toBe(expected);
  });

  const anyRequest = fc.record({
    requestId: fc.string(),
    method: fc.constantFrom('GET' as const, 'PUT' as const),
    imageId: fc.uuid(),
    person: fc.record({
      id: fc.string(),
      tokenUse: fc.constantFrom('id', 'access', ''),
      practice: fc.option(fc.constantFrom('derm', 'ortho', 'der', 'derm-2', 'DERM'), { nil: undefined }),
      groups: fc.array(fc.constantFrom('clinician', 'billing', 'patient', 'Clinician')),
    }),
    contentType: fc.option(fc.constantFrom('image/png', 'image/jpeg', 'text/html'), { nil: undefined }),
    content: fc.oneof(fc.constant(images['image/png']), fc.uint8Array()),
  });

  test('only a clinician of the practice, with an id token, is ever allowed; and only their own key', () => {
    fc.assert(
      fc.property(anyRequest, (one) => {
        const decision = decide(one, 'derm');
        const { groups, practice, tokenUse } = one.person;
        const isClinician =
          tokenUse === 'id' && practice === 'derm' && groups.length === 1 && groups[0] === 'clinician';
        if (decision.allow) expect([isClinician, decision.key]).toEqual([true, `images/${one.imageId}`]);
        else if (!isClinician) expect([401, 403]).toContain(decision.refusal.status);
      }),
      { numRuns: 500 },
    );
  });

  test('what is stored is what its type says', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('image/png', 'image/jpeg', 'application/dicom'),
        (content, contentType) => {
          const decision = decide(request({ content, contentType }), 'derm');
          expect(decision.allow).toBe(content.length > 0 && imageTypeOf(content) === contentType);
        },
      ),
    );
  });
});

describe('the door', () => {
  const groups = (claim: unknown) =>
    parseRequest(apiEvent({ claims: { ...clinician, 'cognito:groups': claim } }))?.person.groups;

  test.each([
    ['[clinician]', ['clinician']],
    ['[clinician billing]', ['clinician', 'billing']],
    ['[clinician, billing]', ['clinician', 'billing']],
    ['clinician', ['clinician']],
    [['clinician'], ['clinician']],
    ['[]', []],
    [undefined, []],
  ])('reads the groups claim %p', (claim, expected) => {
    expect(groups(claim)).toEqual(expected);
  });

  test('reads type and content', () => {
    const parsed = parseRequest(
      apiEvent({ method: 'PUT', id, contentType: 'Image/PNG; charset=x', content: images['image/png'] }),
    );
    expect(parsed).toMatchObject({ method: 'PUT', imageId: id, contentType: 'image/png' });
    expect(Buffer.from(parsed?.content ?? []).equals(images['image/png'])).toBe(true);
  });

  test.each([
    ['nothing', undefined],
    ['no authorizer', { ...(apiEvent() as object), requestContext: { requestId: 'r', http: { method: 'GET' } } }],
    ['another method', apiEvent({ method: 'DELETE' })],
    ['an id that climbs', apiEvent({ id: '../other-practice' })],
    ['an id that names a patient', apiEvent({ id: 'jane-roe' })],
    ['a person who is no name', apiEvent({ claims: { ...clinician, sub: 'a b' } })],
  ])('refuses %s', (_, event) => {
    expect(parseRequest(event)).toBeUndefined();
  });
});
