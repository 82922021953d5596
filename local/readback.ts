/**
 * Reads every deployed resource back through the AWS API and compares it, property by property, with what its template
 * declares. What an emulator's CloudFormation silently ignored is listed and, where that is asked for, completed through
 * the API by the same puts that drift uses, and read again.
 */
import { liveKinds } from '../lambdas/drift/live';
import type { Live, LiveKind, SdkConfig } from '../lambdas/drift/live/live';
import { type Comparison, compareStates, type Difference } from '../lib/resources/compare';
import type { ResourceKind } from '../lib/resources/kind';
import { physicalLookup, resolveState, type StackResource } from '../lib/resources/resolve';
import type { TemplateResource, TemplateSet } from '../lib/resources/template';

/** Where a resource of a template is in the cloud. */
export interface DeployedResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly physicalId: string;
  /** Region of its stack. @default the region of `sdk` */
  readonly region?: string;
}

/** What reading one resource back found. */
export interface ReadBackResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly kind: string;
  readonly physicalId: string;
  /** Owned properties that the template declares. */
  readonly owned: number;
  /** Differences before anything was put right here. */
  readonly ignored: readonly Difference[];
  /** Paths that a put then set. */
  readonly completed: readonly string[];
  /** Differences that remain, read again. */
  readonly remaining: readonly Difference[];
  readonly undecided: Comparison['undecided'];
  /** Why a read or a put failed, where one did. */
  readonly problems: readonly string[];
  /** A read failed: that it differs is not known. */
  readonly unread?: true;
}

export interface ReadBackReport {
  /** ISO 8601: when the last of it had been read. */
  readonly at: string;
  readonly resources: readonly ReadBackResource[];
  readonly totals: {
    readonly resources: number;
    readonly owned: number;
    /** Owned properties that stood as declared when first looked at. */
    readonly asFound: number;
    /** Owned properties that stand as declared now. */
    readonly asDeclared: number;
    /** `asDeclared` of `owned`, 0 to 1. */
    readonly share: number;
  };
}

export interface ReadBackOptions {
  /** The templates as synthesized for AWS, not as transformed for the local cloud: those are the promise. */
  readonly templates: TemplateSet;
  readonly deployed: readonly DeployedResource[];
  readonly kinds: readonly LiveKind<unknown>[];
  readonly sdk: SdkConfig;
  /** Turns the marks of a declared state into physical values. */
  readonly lookup: Parameters<typeof resolveState>[1];
  /** Puts right what differs; otherwise it is only looked at. */
  readonly complete: boolean;
  /** @default the clock of this machine */
  readonly now?: () => Date;
}

interface Target {
  readonly resource: TemplateResource;
  readonly kind: ResourceKind<unknown>;
  readonly live: Live<unknown>;
  readonly physicalId: string;
}

/** Every deployed resource of a kind that has a live reader. */
function targets({ templates, deployed, kinds, sdk }: ReadBackOptions): readonly Target[] {
  const deployedBy = new Map(deployed.map((one) => [`${one.stack}/${one.logicalId}`, one]));
  return kinds.flatMap(({ kind, open }) => {
    const resources = kind.types.flatMap((type) => templates.ofType(type));
    const byRegion = new Map<string | undefined, Live<unknown>>();
    const liveIn = (region: string | undefined): Live<unknown> => {
      const known = byRegion.get(region);
      if (known) return known;
      const live = open(region === undefined ? sdk : (service) => ({ ...sdk(service), region }));
      byRegion.set(region, live);
      return live;
    };
    return resources.flatMap((resource) => {
      const one = deployedBy.get(`${resource.stack}/${resource.logicalId}`);
      return one ? [{ resource, kind, live: liveIn(one.region), physicalId: one.physicalId }] : [];
    });
  });
}

const message = (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

async function readBackOne(target: Target, options: ReadBackOptions): Promise<ReadBackResource> {
  const { resource, kind, live, physicalId } = target;
  const declared = resolveState(kind.read(resource, options.templates), options.lookup);
  const problems: string[] = [];
  const completed: string[] = [];
  const compare = async () => {
    const state = await live.read(physicalId, declared);
    if (state === undefined) problems.push(`${physicalId} does not exist`);
    return { state, comparison: compareStates(declared, state, kind.owned) };
  };
  const identity = {
    stack: resource.stack,
    logicalId: resource.logicalId,
    type: resource.type,
    kind: kind.name,
    physicalId,
  };
  try {
    const before = await compare();
    const mendable = options.complete && before.state !== undefined;
    for (const { path } of mendable ? before.comparison.differences : []) {
      const put = live.puts[path];
      if (!put) continue;
      try {
        await put(physicalId, declared, before.state);
        completed.push(path);
      } catch (error) {
        problems.push(`${path}: ${message(error)}`);
      }
    }
    const after = completed.length > 0 ? (await compare()).comparison : before.comparison;
    const { compared: owned, differences: ignored } = before.comparison;
    return {
      ...identity,
      owned,
      ignored,
      completed,
      remaining: after.differences,
      undecided: after.undecided,
      problems,
    };
  } catch (error) {
    const comparison = compareStates(declared, undefined, kind.owned);
    const lost = {
      ignored: comparison.differences,
      remaining: comparison.differences,
      undecided: comparison.undecided,
    };
    return {
      ...identity,
      owned: comparison.compared,
      completed,
      ...lost,
      problems: [...problems, message(error)],
      unread: true,
    };
  }
}

/**
 * Reads back every deployed resource, a few at a time. Never throws for one resource: what could not be read counts as
 * not standing as declared, with the reason beside it.
 */
export async function readBack(options: ReadBackOptions): Promise<ReadBackReport> {
  const queue = targets(options);
  const results: ReadBackResource[] = new Array(queue.length);
  let next = 0;
  const work = async () => {
    for (let index = next++; index < queue.length; index = next++) {
      const target = queue[index];
      if (!target) continue;
      results[index] = await readBackOne(target, options);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  const now = options.now ?? (() => new Date());
  return { at: now().toISOString(), resources: results, totals: totalsOf(results) };
}

function totalsOf(resources: readonly ReadBackResource[]): ReadBackReport['totals'] {
  const sum = (count: (one: ReadBackResource) => number) => resources.reduce((total, one) => total + count(one), 0);
  const owned = sum((one) => one.owned);
  const asDeclared = owned - sum((one) => one.remaining.length + one.undecided.length);
  const asFound = owned - sum((one) => one.ignored.length + one.undecided.length);
  return { resources: resources.length, owned, asFound, asDeclared, share: owned === 0 ? 1 : asDeclared / owned };
}

/** What is read back of a deployment. */
export interface ReadBackScope {
  readonly templates: TemplateSet;
  readonly deployed: readonly (StackResource & DeployedResource)[];
  readonly sdk: SdkConfig;
}

/** Reads a whole deployment back, every kind that can be read live. */
export const readBackDeployment = (
  { deployed, sdk, templates }: ReadBackScope,
  { complete }: { readonly complete: boolean },
): Promise<ReadBackReport> =>
  readBack({
    templates,
    deployed,
    kinds: liveKinds,
    sdk,
    lookup: physicalLookup(deployed, templates.environment, templates),
    complete,
  });
