/**
 * Every promise that no requirement asks for, broken by a real call, found by a visit such as a sweep makes, and put back.
 * No call of these is in a control's `brokenBy`: the sweep alone finds them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DriftRecord } from '../../lambdas/drift/record';
import { freshMilliseconds as settingsFresh } from '../../lambdas/drift/settings';
import { familyOf } from '../../lib/drift/families';
import { compareStates } from '../../lib/resources/compare';
import type { DrillRow } from './drill';
import type { Loop } from './loop';
import type { BrokenByCall, BrokenPromise, Place } from './promise';
import { NothingDeployed, type Scene } from './scene';

export interface PromiseOptions {
  readonly scene: Scene;
  readonly loop: Loop;
  readonly promises: readonly BrokenPromise[];
  /** A kind that this configuration does not deploy does not fall short. @default false */
  readonly absentPasses?: boolean;
}

type Promised = BrokenPromise | BrokenByCall;

/** A promise that is broken. */
export interface Broken {
  readonly one: Promised;
  readonly place: Place;
}

/** What a promise is called in the table of the drill, in place of a control. */
export const nameOf = ({ kind, path }: Pick<BrokenPromise, 'kind' | 'path'>): string =>
  `promise: ${kind.kind.name} ${path}`;

const baseOf = (one: Promised) => ({
  control: nameOf(one),
  kind: one.kind.kind.name,
  mode: 'enforce' as const,
  noticedBy: 'sweep' as const,
});

const fellShort = (one: Promised, error: unknown, absentPasses: boolean): DrillRow => {
  const why = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
  const proof = error instanceof NothingDeployed ? 'absent' : 'live';
  return { ...baseOf(one), proof, passed: absentPasses && proof === 'absent', why };
};

/** Owned paths at which a resource is otherwise than declared. */
export async function brokenPaths({ one, place }: Broken, { options }: Scene): Promise<readonly string[]> {
  const { kind } = one;
  const live = await kind.open(options.sdk).read(place.row.physicalId, place.declared);
  return compareStates(place.declared, live, kind.kind.owned).differences.map(({ path }) => path);
}

async function change(one: Promised, { declared, row }: Place, scene: Scene): Promise<void> {
  if ('breakIt' in one) {
    await one.breakIt(scene, row.physicalId);
    return;
  }
  const live = one.kind.open(scene.options.sdk);
  const put = live.puts[one.path];
  if (!put) throw new Error(`nothing puts ${one.path}`);
  const before = await live.read(row.physicalId, declared);
  const spoiled = { ...(declared as object), ...one.spoil(declared, scene) };
  for (let time = 0; time < (one.times ?? 1); time += 1) await put(row.physicalId, spoiled, before);
}

/** Breaks one. @throws Error where nothing is otherwise afterwards */
export async function breakPromise(one: Promised, scene: Scene): Promise<Broken> {
  const place = await one.where(scene);
  await change(one, place, scene);
  const broken = { one, place };
  const paths = await brokenPaths(broken, scene);
  if (paths.length === 0 || (one.path !== '' && !paths.includes(one.path)))
    throw new Error('nothing was changed by it');
  return broken;
}

/**
 * What became of one.
 *
 * @param record what the loop wrote of it
 */
export async function promiseRow(broken: Broken, record: DriftRecord | undefined, scene: Scene): Promise<DrillRow> {
  const { one, place } = broken;
  const left = await brokenPaths(broken, scene);
  const named = one.path === '' || (record?.changes.some(({ path }) => path === one.path) ?? false);
  const sound = record?.outcome === (one.path === '' ? 'recreated' : 'fixed');
  const passed = sound && named && left.length === 0;
  const why = record ? (record.why ?? `${record.outcome}; still otherwise: ${left.join(', ')}`) : 'no record of it';
  return {
    ...baseOf(one),
    proof: 'live',
    physicalId: place.row.physicalId,
    ...(record ? { outcome: record.outcome } : {}),
    verified: left.length === 0,
    passed,
    ...(passed ? {} : { why }),
  };
}

/** Breaks them all, then visits each resource once, and follows each promise to its end. */
export async function promiseScene(options: PromiseOptions): Promise<readonly DrillRow[]> {
  const { absentPasses = false, loop, promises, scene } = options;
  const earlier = await loop.set({ stop: false, modes: {}, stormFixes: 1_000 });
  await sleep(settingsFresh + 200);
  const rows: DrillRow[] = [];
  const broken: Broken[] = [];
  try {
    for (const one of promises)
      await breakPromise(one, scene).then(
        (done) => broken.push(done),
        (error: unknown) => rows.push(fellShort(one, error, absentPasses)),
      );
    const visits = new Map<string, string>();
    for (const { one, place } of broken) {
      const family = familyOf(one.kind.kind.name);
      if (family && !visits.has(place.row.physicalId))
        visits.set(place.row.physicalId, await loop.visit(family, place.row));
    }
    for (const one of broken) {
      const { physicalId } = one.place.row;
      const record = await loop.recordOf(visits.get(physicalId) ?? '', one.one.kind.kind.name, physicalId);
      rows.push(await promiseRow(one, record, scene));
    }
    return rows;
  } finally {
    await loop.set(JSON.parse(earlier) as object);
  }
}
