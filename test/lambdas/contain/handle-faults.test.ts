import fc from 'fast-check';
import { type Case, caseId, isOpen, statusOf } from '../../../lambdas/contain/case';
import type { Finding } from '../../../lambdas/contain/finding';
import { ContainmentError, handle } from '../../../lambdas/contain/handle';
import { messageOf } from '../../../lambdas/contain/message';
import { caseIn, decide, exfiltration, find, images, reader, statesOf, tick, toldOf, worldWith } from './scenes';

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
    world.settings = { stop: false, modes: {}, stormFixes: 3 };
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
