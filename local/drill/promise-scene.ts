/**
 * Every promise that no requirement asks for, broken by a real call, found by a visit such as a sweep makes, and put back.
 * No call of these is in a control's `brokenBy`: the sweep alone finds them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DriftRecord } from '../../lambdas/drift/record';
import { freshMilliseconds as settingsFresh } from '../../lambdas/drift/settings';
import { familyOf } from '../../lib/drift/families';
import { compareStates } from '../../lib/resources/compare';
import type { Loop } from './loop';
import type { BrokenPromise, Place } from './promises';
import { NothingDeployed, type Scene } from './scene';

/** What became of one promise. */
export interface PromiseRow {
  readonly kind: string;
  /** Owned path. */
  readonly path: string;
  /** `absent`: this configuration deploys nothing of the kind. */
  readonly proof: 'live' | 'absent';
  readonly physicalId?: string;
  readonly outcome?: DriftRecord['outcome'];
  readonly passed: boolean;
  readonly why?: string;
}

export interface PromiseOptions {
  readonly scene: Scene;
  readonly loop: Loop;
  readonly promises: readonly BrokenPromise[];
}

/** A promise that is broken. */
interface Broken {
  readonly one: BrokenPromise;
  readonly place: Place;
}

const baseOf = ({ kind, path }: BrokenPromise) => ({ kind: kind.kind.name, path });

const fellShort = (one: BrokenPromise, error: unknown): PromiseRow => {
  const why = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
  const proof = error instanceof NothingDeployed ? 'absent' : 'live';
  return { ...baseOf(one), proof, passed: proof === 'absent', why };
};

/** Owned paths at which a resource is otherwise than declared. */
async function brokenPaths({ one, place }: Broken, { options }: Scene): Promise<readonly string[]> {
  const { kind } = one;
  const live = await kind.open(options.sdk).read(place.row.physicalId, place.declared);
  return compareStates(place.declared, live, kind.kind.owned).differences.map(({ path }) => path);
}

/** Breaks one. @throws Error where nothing is otherwise afterwards */
async function breakOne(one: BrokenPromise, scene: Scene): Promise<Broken> {
  const place = await one.where(scene);
  const { declared, row } = place;
  const live = one.kind.open(scene.options.sdk);
  const before = await live.read(row.physicalId, declared);
  const put = live.puts[one.path];
  if (!put) throw new Error(`nothing puts ${one.path}`);
  await put(row.physicalId, { ...(declared as object), ...one.spoil(declared, scene) }, before);
  const broken = { one, place };
  if (!(await brokenPaths(broken, scene)).includes(one.path)) throw new Error('nothing was changed by it');
  return broken;
}

async function rowOf(broken: Broken, visit: string, { loop, scene }: PromiseOptions): Promise<PromiseRow> {
  const { one, place } = broken;
  const { physicalId } = place.row;
  const record = await loop.recordOf(visit, one.kind.kind.name, physicalId);
  const left = await brokenPaths(broken, scene);
  const named = record?.changes.some(({ path }) => path === one.path) ?? false;
  const passed = record?.outcome === 'fixed' && named && left.length === 0;
  const why = record ? (record.why ?? `${record.outcome}; still otherwise: ${left.join(', ')}`) : 'no record of it';
  return {
    ...baseOf(one),
    proof: 'live',
    physicalId,
    ...(record ? { outcome: record.outcome } : {}),
    passed,
    ...(passed ? {} : { why }),
  };
}

/** Breaks them all, then visits each resource once, and follows each promise to its end. */
export async function promiseScene(options: PromiseOptions): Promise<readonly PromiseRow[]> {
  const { loop, promises, scene } = options;
  const earlier = await loop.set({ stop: false, modes: {}, stormFixes: 1_000 });
  await sleep(settingsFresh + 200);
  const rows: PromiseRow[] = [];
  const broken: Broken[] = [];
  try {
    for (const one of promises)
      await breakOne(one, scene).then(
        (done) => broken.push(done),
        (error: unknown) => rows.push(fellShort(one, error)),
      );
    const visits = new Map<string, string>();
    for (const { one, place } of broken) {
      const family = familyOf(one.kind.kind.name);
      if (family && !visits.has(place.row.physicalId))
        visits.set(place.row.physicalId, await loop.visit(family, place.row));
    }
    for (const one of broken) rows.push(await rowOf(one, visits.get(one.place.row.physicalId) ?? '', options));
    return rows;
  } finally {
    await loop.set(JSON.parse(earlier) as object);
  }
}
