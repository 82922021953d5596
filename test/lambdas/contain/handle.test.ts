import fc from 'fast-check';
import { type Case, caseId, isOpen, statusOf } from '../../../lambdas/contain/case';
import type { Finding } from '../../../lambdas/contain/finding';
import { ContainmentError, handle } from '../../../lambdas/contain/handle';
import { messageOf } from '../../../lambdas/contain/message';
import { keyOf, type Target } from '../../../lambdas/contain/target';
import { finding } from './findings';
import { account, MadeUpWorld } from './made-up-world';

const arn = (name: string) => `arn:aws:iam::${account}:${name}`;
const reader: Target = { kind: 'iam.role', name: 'reader', arn: arn('role/reader') };
const images: Target = { kind: 's3.bucket', name: 'phi-images', principal: arn('role/reader') };
const host: Target = { kind: 'ec2.instance', id: 'i-0abcdef1234567890' };
const mallory: Target = { kind: 'iam.user', name: 'mallory', arn: arn('user/mallory') };

const exfiltration = finding('exfiltration-s3');
const bruteForce = finding('brute-force-target');

function worldWith(...targets: readonly Target[]): MadeUpWorld {
  const world = new MadeUpWorld();
  for (const target of targets) world.place(target);
  return world;
}

const find = (world: MadeUpWorld, one: Finding) => handle({ kind: 'finding', finding: one }, world.ports);
const decide = (world: MadeUpWorld, action: 'approve' | 'release', id: string) =>
  handle({ kind: 'decision', case: id, action, by: 'AROAAPPROVER:ann' }, world.ports);
const tick = (world: MadeUpWorld) => handle({ kind: 'clock' }, world.ports);
const caseIn = (world: MadeUpWorld, one: Finding, generation = 1): Case => {
  const found = world.cases.get(caseId(one.id, generation));
  if (!found) throw new Error('no such case');
  return found;
};
const statesOf = (world: MadeUpWorld, ...targets: readonly Target[]) =>
  targets.map((one) => world.live.get(keyOf(one)));
const toldOf = (world: MadeUpWorld) => world.told.map(statusOf);

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
    world.settings = { stop: true, modes: {} };
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

describe('faults', () => {
  test('a step that fails does not keep the others; it is told once, comes again, and is made up for', async () => {
    const world = worldWith(reader, images);
    world.faults.push({ step: 'contain', on: 'iam.role', times: 2 });
    await expect(find(world, exfiltration)).rejects.toThrow(ContainmentError);
    expect(statesOf(world, reader, images)).toEqual(['as it was', 'contained']);
    await expect(find(world, exfiltration)).rejects.toThrow(ContainmentError);
    expect(toldOf(world)).toEqual(['failed']);
    await find(world, exfiltration);
    expect(statesOf(world, reader, images)).toEqual(['contained', 'contained']);
    expect(caseIn(world, exfiltration).steps.map(({ before }) => before)).toEqual(['as it was', 'as it was']);
    expect(toldOf(world)).toEqual(['failed', 'contained']);
  });

  test('a step that failed is taken again by the clock as well', async () => {
    const world = worldWith(reader, images);
    world.faults.push({ step: 'contain', on: 'iam.role', times: 1 });
    await expect(find(world, exfiltration)).rejects.toThrow(ContainmentError);
    await tick(world);
    expect(statusOf(caseIn(world, exfiltration))).toBe('contained');
  });

  test('a failed step that never worked is released with the rest', async () => {
    const world = worldWith(reader, images);
    world.faults.push({ step: 'contain', on: 'iam.role', times: 99 });
    await expect(find(world, exfiltration)).rejects.toThrow(ContainmentError);
    await decide(world, 'release', caseId(exfiltration.id, 1));
    expect(statesOf(world, reader, images)).toEqual(['as it was', 'as it was']);
    expect(isOpen(caseIn(world, exfiltration))).toBe(false);
  });

  test('a release that fails is told once, and tried at each tick until it is done', async () => {
    const world = worldWith(reader, images);
    await find(world, exfiltration);
    world.faults.push({ step: 'release', on: 's3.bucket', times: 3 });
    world.pass(24 * 60);
    for (const _ of [1, 2, 3]) await tick(world);
    expect(statesOf(world, reader, images)).toEqual(['as it was', 'contained']);
    expect(world.told).toHaveLength(2);
    expect(messageOf(world.told[1] as Case).text).toContain('not released');
    await tick(world);
    expect(statesOf(world, images)).toEqual(['as it was']);
    expect(toldOf(world)).toEqual(['contained', 'contained', 'released']);
  });

  test('a suspect that cannot be looked up does not keep the others, and the message comes again', async () => {
    const world = worldWith(reader, images);
    world.faults.push({ step: 'look', on: 'bucket', times: 1 });
    await expect(find(world, exfiltration)).rejects.toThrow(ContainmentError);
    expect(statesOf(world, reader, images)).toEqual(['contained', 'as it was']);
    await find(world, exfiltration);
    expect(statesOf(world, images)).toEqual(['contained']);
  });

  test('a telling that is cut short is made up for by the next tick', async () => {
    const world = worldWith(reader, images);
    world.faults.push({ step: 'tell', on: 'case', times: 1 });
    await expect(find(world, exfiltration)).rejects.toThrow('tell failed');
    expect(world.told).toEqual([]);
    await tick(world);
    expect(toldOf(world)).toEqual(['contained']);
  });

  test('settings that cannot be read: nothing is changed, somebody is told, and the message comes again', async () => {
    const world = worldWith(reader, images);
    world.settings = undefined;
    await expect(find(world, exfiltration)).rejects.toThrow(ContainmentError);
    expect(world.changes).toEqual([]);
    expect(toldOf(world)).toEqual(['reported']);
    world.settings = { stop: false, modes: {} };
    await find(world, exfiltration);
    expect(statesOf(world, reader)).toEqual(['contained']);
  });

  test('two of the same finding at once: one wins, the other comes again and finds it done', async () => {
    const world = worldWith(reader, images);
    const both = await Promise.allSettled([find(world, exfiltration), find(world, exfiltration)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await find(world, exfiltration);
    expect(world.changes).toHaveLength(2);
    expect(toldOf(world)).toEqual(['contained']);
  });

  test('wherever it is cut short, by whichever write, it ends contained, and a release gives back what was there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }), async (cuts) => {
        const world = worldWith(reader, images);
        let writes = 0;
        const due = new Set(cuts);
        const { ports } = world;
        const cut = {
          ...ports,
          cases: {
            ...ports.cases,
            write: (one: Case) => {
              const at = writes++;
              return due.delete(at) ? Promise.reject(new Error('the table is away')) : ports.cases.write(one);
            },
          },
        };
        for (let attempt = 0; attempt < 6; attempt += 1)
          await handle({ kind: 'finding', finding: exfiltration }, cut).catch(() => undefined);
        expect(statesOf(world, reader, images)).toEqual(['contained', 'contained']);
        await decide(world, 'release', caseId(exfiltration.id, 1));
        expect(statesOf(world, reader, images)).toEqual(['as it was', 'as it was']);
      }),
    );
  });
});

describe('two cases on one target', () => {
  const second: Finding = { ...exfiltration, id: 'another', suspects: exfiltration.suspects.slice(0, 1) };

  test.each([
    ['the first', exfiltration, second],
    ['the second', second, exfiltration],
  ])('released %s first: it stays contained until the last, then is what it was', async (_, one, other) => {
    const world = worldWith(reader, images);
    await find(world, exfiltration);
    await find(world, second);
    await decide(world, 'release', caseId(one.id, 1));
    expect(statesOf(world, reader)).toEqual(['contained']);
    expect(world.holds.has('iam.role reader inlinePolicies')).toBe(true);
    await decide(world, 'release', caseId(other.id, 1));
    expect(statesOf(world, reader)).toEqual(['as it was']);
    expect(world.holds.size).toBe(0);
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
