import type { Live } from '../../../lambdas/drift/live/live';
import { type Comparison, compareStates } from '../../../lib/resources/compare';
import type { ResourceKind } from '../../../lib/resources/kind';

/** What putting a live resource back to its declared state did. */
export interface RoundTrip {
  /** Owned paths that differed before anything was put. */
  readonly broken: readonly string[];
  readonly after: Comparison;
}

/**
 * Reads a resource, puts each owned path that differs, and reads again: what the read-back and the drift functions do.
 *
 * @throws Error where the resource is not there, or a path that differs has no put
 */
export async function roundTrip<S>(
  { kind, live, declared }: { readonly kind: ResourceKind<S>; readonly live: Live<S>; readonly declared: S },
  physicalId: string,
): Promise<RoundTrip> {
  const before = await live.read(physicalId, declared);
  if (before === undefined) throw new Error(`${kind.name} ${physicalId} is not there`);
  const { differences } = compareStates(declared, before, kind.owned);
  const broken = differences.map((one) => one.path);
  for (const path of broken) {
    const put = live.puts[path];
    if (!put) throw new Error(`${kind.name} has no put for ${path}`);
    await put(physicalId, declared, before);
  }
  return { broken, after: compareStates(declared, await live.read(physicalId, declared), kind.owned) };
}
