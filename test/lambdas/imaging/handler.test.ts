import { Logger } from '@aws-lambda-powertools/logger';
import { handle } from '../../../lambdas/imaging/handler';
import type { ImageStore, OpenStore, SessionRequest, StoredImage } from '../../../lambdas/imaging/store';
import { apiEvent, clinician, images } from './events';

const id = '0e2b0a3c-5d6e-4f70-8123-456789abcdef';

/** A store in memory, with a record of the sessions that were opened. */
function prepare(fail?: Error) {
  const objects = new Map<string, StoredImage>();
  const sessions: SessionRequest[] = [];
  const openStore: OpenStore = async (session) => {
    sessions.push(session);
    if (fail) throw fail;
    const store: ImageStore = {
      put: async (image) => {
        if (objects.has(session.key)) return 'exists';
        objects.set(session.key, image);
        return 'stored';
      },
      get: async () => objects.get(session.key),
    };
    return store;
  };
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const logger = new Logger({ serviceName: 'imaging' });
  // Powertools writes through its console: here into a list.
  (logger as unknown as { console: object }).console = {
    log: write,
    info: write,
    warn: write,
    error: write,
    debug: write,
  };
  const ports = { practice: 'derm', openStore, log: logger };
  return { ports, sessions, lines };
}

const put = (content = images['image/png']) => apiEvent({ method: 'PUT', id, content });

test('a clinician stores an image once and reads it back, each in a session of its own', async () => {
  const { ports, sessions } = prepare();
  await expect(handle(put(), ports)).resolves.toMatchObject({ statusCode: 201 });
  await expect(handle(put(), ports)).resolves.toMatchObject({ statusCode: 409 });
  const read = await handle(apiEvent({ id }), ports);
  expect(read).toMatchObject({
    statusCode: 200,
    isBase64Encoded: true,
    headers: { 'content-type': 'image/png', 'cache-control': 'no-store' },
  });
  expect(read.body).toBe(images['image/png'].toString('base64'));
  const session = { person: clinician.sub, practice: 'derm', group: 'clinician', key: `images/${id}` };
  expect(sessions).toEqual([
    { ...session, action: 'store' },
    { ...session, action: 'store' },
    { ...session, action: 'read' },
  ]);
});

test('what is not there is 404', async () => {
  await expect(handle(apiEvent({ id }), prepare().ports)).resolves.toMatchObject({ statusCode: 404 });
});

test('who is refused opens no session', async () => {
  const { ports, sessions } = prepare();
  const stranger = { ...clinician, 'custom:practice': 'ortho' };
  const answered = await handle(apiEvent({ claims: stranger }), ports);
  expect(answered.statusCode).toBe(403);
  expect(JSON.parse(answered.body ?? '')).toEqual({ reason: 'other-practice', requestId: 'request-1' });
  expect(sessions).toEqual([]);
});

test('a malformed event is 400, a store that fails 502', async () => {
  await expect(handle({}, prepare().ports)).resolves.toMatchObject({ statusCode: 400 });
  await expect(handle(apiEvent(), prepare(new Error('no')).ports)).resolves.toMatchObject({ statusCode: 502 });
});

test('no log line carries PHI, a name, a token or an image id, whatever happens', async () => {
  const leaky = new Error(`AccessDenied on images/${id} for jane.roe@example.com`);
  for (const { ports, lines } of [prepare(), prepare(leaky)]) {
    for (const event of [
      put(),
      apiEvent({ id }),
      put(Buffer.from('Jane Roe, melanoma')),
      apiEvent({ id, claims: { ...clinician, 'custom:practice': 'ortho' } }),
      {},
    ]) {
      await handle(event, ports);
    }
    const text = lines.join('\n');
    expect(lines.length).toBe(5);
    expect(text).toContain('other-practice');
    expect(text).not.toMatch(
      new RegExp(
        [
          id,
          'jane',
          'roe',
          'melanoma',
          'secret-token',
          'example\\.com',
          images['image/png'].toString('base64').slice(0, 20),
        ].join('|'),
        'i',
      ),
    );
  }
});
