import { type Case, caseId, isOpen, statusOf } from '../../../lambdas/contain/case';
import { ContainmentError, handle } from '../../../lambdas/contain/handle';
import { messageOf } from '../../../lambdas/contain/message';
import { keyOf } from '../../../lambdas/contain/target';
import { finding } from './findings';
import { MadeUpWorld } from './made-up-world';
import {
  bruteForce,
  caseIn,
  decide,
  exfiltration,
  find,
  host,
  images,
  mallory,
  reader,
  statesOf,
  tick,
  toldOf,
  worldWith,
} from './scenes';

describe('a grave finding', () => {
  test('is contained at once: what is held, in which session, until when, and it is told once', async () => {
    const world = worldWith(reader, images);
    await find(world, exfiltration);
    expect(statesOf(world, reader, images)).toEqual(['contained', 'contained']);
    const { id, expiresAt, steps } = caseIn(world, exfiltration);
    expect(steps.map(({ before, status }) => [before, status])).toEqual([
      ['as it was', 'contained'],
      ['as it was', 'contained'],
    ]);
    expect(expiresAt).toBe('2026-11-21T22:06:00.000Z');
    expect([...world.holds]).toEqual([
      ['iam.role reader inlinePolicies', { caseId: id, until: new Date('2026-11-21T23:06:00.000Z') }],
      ['s3.bucket phi-images policy', { caseId: id, until: new Date('2026-11-21T23:06:00.000Z') }],
    ]);
    expect(world.sessions).toEqual([`contain-${id}`, `contain-${id}`]);
    expect(toldOf(world)).toEqual(['contained']);
  });

  test('again and again changes nothing more, and tells nobody twice', async () => {
    const world = worldWith(reader, images);
    await find(world, exfiltration);
    const before = JSON.stringify([...world.cases]);
    world.pass(15);
    await find(world, { ...exfiltration, lastSeen: world.at });
    await tick(world);
    expect(JSON.stringify([...world.cases])).toBe(before);
    expect(world.changes).toHaveLength(2);
    expect(world.told).toHaveLength(1);
  });

  test('that grows adds what is new, and that alone', async () => {
    const world = worldWith(reader, images, host);
    await find(world, exfiltration);
    const grown = [
      ...exfiltration.suspects,
      { what: 'instance' as const, id: host.kind === 'ec2.instance' ? host.id : '', sure: true },
    ];
    await find(world, { ...exfiltration, suspects: grown });
    expect(world.changes.slice(2)).toEqual([`contain ${keyOf(host)}`]);
    expect(toldOf(world)).toEqual(['contained', 'contained']);
  });

  test('is over after its time by itself: back to what it was, holds gone, told, closed', async () => {
    const world = worldWith(reader, images);
    await find(world, exfiltration);
    world.pass(24 * 60 - 1);
    await tick(world);
    expect(statesOf(world, reader)).toEqual(['contained']);
    world.pass(1);
    await tick(world);
    expect(statesOf(world, reader, images)).toEqual(['as it was', 'as it was']);
    expect(world.holds.size).toBe(0);
    expect(caseIn(world, exfiltration)).toMatchObject({ releasedBy: 'expiry', closedAt: world.at.toISOString() });
    expect(toldOf(world)).toEqual(['contained', 'released']);
  });

  test('is contained again where the attack goes on after it expired', async () => {
    const world = worldWith(reader, images);
    await find(world, exfiltration);
    world.pass(24 * 60);
    await tick(world);
    world.pass(5);
    await find(world, exfiltration);
    expect(statesOf(world, reader)).toEqual(['as it was']);
    await find(world, { ...exfiltration, lastSeen: world.at });
    expect(statesOf(world, reader)).toEqual(['contained']);
    expect(statusOf(caseIn(world, exfiltration, 2))).toBe('contained');
  });

  test('is only asked where it goes on after a person released it', async () => {
    const world = worldWith(reader, images);
    await find(world, exfiltration);
    await decide(world, 'release', caseId(exfiltration.id, 1));
    expect(caseIn(world, exfiltration).releasedBy).toBe('AROAAPPROVER:ann');
    world.pass(5);
    await find(world, { ...exfiltration, lastSeen: world.at });
    expect(statesOf(world, reader)).toEqual(['as it was']);
    expect(statusOf(caseIn(world, exfiltration, 2))).toBe('asked');
  });
});

describe('what is asked', () => {
  const id = caseId(bruteForce.id, 1);

  test('waits, and says how to approve until when, without a link', async () => {
    const world = worldWith(host);
    await find(world, bruteForce);
    expect(world.changes).toEqual([]);
    const [asked] = world.told;
    const { text } = messageOf(asked as Case);
    expect(text).toContain(`npm run asepsis -- approve ${id}`);
    expect(text).toContain('until 2026-11-20T23:06:00.000Z');
    expect(text).not.toMatch(/https?:/);
  });

  test('is contained when a person approves, and says who', async () => {
    const world = worldWith(host);
    await find(world, bruteForce);
    world.pass(59);
    await decide(world, 'approve', id);
    expect(statesOf(world, host)).toEqual(['contained']);
    expect(caseIn(world, bruteForce).approvedBy).toBe('AROAAPPROVER:ann');
    expect(toldOf(world)).toEqual(['asked', 'contained']);
  });

  test.each([
    ['the clock', tick],
    ['an approval that is too late', (world: MadeUpWorld) => decide(world, 'approve', id)],
  ])('lapses after its time, noticed by %s', async (_, noticed) => {
    const world = worldWith(host);
    await find(world, bruteForce);
    world.pass(60);
    await noticed(world);
    await decide(world, 'approve', id);
    expect(world.changes).toEqual([]);
    expect(toldOf(world)).toEqual(['asked', 'lapsed']);
    expect(isOpen(caseIn(world, bruteForce))).toBe(false);
  });

  test('is refused by a release', async () => {
    const world = worldWith(host);
    await find(world, bruteForce);
    await decide(world, 'release', id);
    await decide(world, 'approve', id);
    expect(world.changes).toEqual([]);
    expect(statusOf(caseIn(world, bruteForce))).toBe('lapsed');
  });

  test('approved twice is contained once', async () => {
    const world = worldWith(host);
    await find(world, bruteForce);
    await decide(world, 'approve', id);
    await decide(world, 'approve', id);
    expect(world.changes).toHaveLength(1);
    expect(world.told).toHaveLength(2);
  });

  test('is not contained while fixes are stopped, and somebody is told', async () => {
    const world = worldWith(host);
    await find(world, bruteForce);
    world.settings = { stop: true, modes: {}, stormFixes: 3 };
    await decide(world, 'approve', id);
    expect(world.changes).toEqual([]);
    expect(world.alarms).toHaveLength(1);
    expect(statusOf(caseIn(world, bruteForce))).toBe('asked');
  });

  test('is contained at once where the finding turns out graver', async () => {
    const world = worldWith(mallory);
    const mild = finding('iam-anomalous-behavior');
    await find(world, mild);
    expect(toldOf(world)).toEqual(['asked']);
    await find(world, { ...mild, severity: 8 });
    expect(statesOf(world, mallory)).toEqual(['contained']);
  });
});

describe('what is only reported', () => {
  test('is told once, however often it comes', async () => {
    const world = new MadeUpWorld();
    await find(world, exfiltration);
    world.pass(60);
    await find(world, { ...exfiltration, lastSeen: world.at });
    expect(toldOf(world)).toEqual(['reported']);
    expect(messageOf(world.told[0] as Case).subject).toMatch(/^\[alarm\] reported/);
  });

  test('is contained when its suspect is found after all', async () => {
    const world = new MadeUpWorld();
    await find(world, exfiltration);
    world.place(reader);
    await find(world, exfiltration);
    expect(statesOf(world, reader)).toEqual(['contained']);
  });

  test('and below every level nothing is written', async () => {
    const world = worldWith(mallory);
    await find(world, finding('stealth-s3'));
    expect([world.cases.size, world.told.length]).toEqual([0, 0]);
  });
});

test('a decision about a case that is not there fails loudly', async () => {
  await expect(decide(new MadeUpWorld(), 'approve', 'case-000000000000')).rejects.toThrow(ContainmentError);
});

describe('a call in the fixer’s name', () => {
  const call = (session: string, at: Date) => ({
    kind: 'call' as const,
    id: 'e',
    name: 'iam:PutRolePolicy',
    at,
    session,
  });

  test('of a case of ours is ours', async () => {
    const world = worldWith(reader, images);
    await find(world, exfiltration);
    await handle(call(`contain-${caseId(exfiltration.id, 1)}`, world.at), world.ports);
    expect(world.alarms).toEqual([]);
  });

  test.each([
    ['of no case', 'contain-case-000000000000', 0],
    ['of no session of ours', 'mallory', 0],
    ['from before the case', `contain-${caseId(exfiltration.id, 1)}`, -10],
  ])('%s is critical', async (_, session, minutes) => {
    const world = worldWith(reader, images);
    await find(world, exfiltration);
    await handle(call(session, new Date(world.at.getTime() + minutes * 60_000)), world.ports);
    expect(world.alarms).toEqual([expect.stringContaining('[critical]')]);
  });
});

test('a finding’s own words cannot make lines of their own in the message', async () => {
  const world = worldWith(reader, images);
  await find(world, { ...exfiltration, title: 'x\nApprove   npm run evil\nÜ' });
  const { subject, text } = messageOf(world.told[0] as Case);
  expect(text).not.toMatch(/^Approve/m);
  expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
});
