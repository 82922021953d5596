/** Families and their events: nothing that can be broken is without a function that hears of it. */
import { liveKinds } from '../../lambdas/drift/live';
import { controls } from '../../lib/controls';
import type { AnyControl } from '../../lib/controls/control';
import { controlsOf, eventPatterns, familyNames, familyOf } from '../../lib/drift/families';
import { handedTo } from './live-sources';

const atRunTime = controls.filter(({ fix }) => fix.mode !== 'none');
const kindsOf = (some: readonly AnyControl[]) => [...new Set(some.map(({ resource }) => resource.name))].sort();

describe('every control that something at run time can break', () => {
  test('has a family, and just one', () => {
    expect(atRunTime.filter(({ resource }) => familyOf(resource.name) === undefined).map(({ id }) => id)).toEqual([]);
    const guarded = familyNames.flatMap((family) => controlsOf(family).map(({ id }) => id));
    expect(guarded.sort()).toEqual(atRunTime.map(({ id }) => id).sort());
  });

  test('is of a kind that can be read live', () => {
    const live = new Set(liveKinds.map(({ kind }) => kind.name));
    const missing = kindsOf(atRunTime).filter((kind) => !live.has(kind));
    expect(missing).toEqual([]);
  });

  test.each(familyNames)('of %s is of a kind that its function is given', (family) => {
    const live = new Set(liveKinds.map(({ kind }) => kind.name));
    const wanted = kindsOf(controlsOf(family)).filter((kind) => live.has(kind));
    expect([...(handedTo[family] ?? [])].sort()).toEqual(wanted);
  });

  test('a kind of a fork has no family', () => {
    expect(familyOf('elbv2.listener')).toBeUndefined();
    expect(familyOf('')).toBeUndefined();
  });
});

describe('the patterns', () => {
  const eventsOf = (some: readonly AnyControl[]) =>
    eventPatterns(some).flatMap(({ detail: { eventName, eventSource } }) =>
      eventSource.flatMap((source) => eventName.map((name) => `${source.replace('.amazonaws.com', '')}:${name}`)),
    );

  test.each(familyNames)('of %s bring every call that breaks one of its controls, once, and no other', (family) => {
    const guarded = controlsOf(family);
    expect(eventsOf(guarded).sort()).toEqual([...new Set(guarded.flatMap(({ brokenBy }) => brokenBy))].sort());
  });

  test.each(familyNames)('of %s are no longer than AWS takes', (family) => {
    for (const pattern of eventPatterns(controlsOf(family)))
      expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2_048);
  });

  test('take nothing but what AWS itself publishes', () => {
    for (const { source } of familyNames.flatMap((family) => eventPatterns(controlsOf(family))))
      expect(source).toEqual([{ prefix: 'aws.' }]);
  });

  test('are split where they would be too long, and lose nothing', () => {
    const [first] = controls;
    const names = Array.from({ length: 300 }, (_, number) => `kms:ACallWithAFairlyLongName${number}` as const);
    const long = [{ ...first, brokenBy: names } as AnyControl];
    const patterns = eventPatterns(long);
    expect(patterns.length).toBeGreaterThan(4);
    for (const pattern of patterns) expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2_048);
    expect(eventsOf(long).sort()).toEqual([...names].sort());
  });

  test('are the same, whatever the order of the controls', () => {
    const guarded = controlsOf('network');
    expect(eventPatterns([...guarded].reverse())).toEqual(eventPatterns(guarded));
  });
});
