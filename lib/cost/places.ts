/** Where a resource stands: its region, the group it is counted in, its practice. From the names of stacks, which are fixed. */
import type { Config } from '../config/schema';

type Named = Pick<Config, 'name' | 'region' | 'backup' | 'practices'>;

/** Where global services tell of themselves; lib/stacks/global-events.ts has a stack there. */
const globalRegion = 'us-east-1';

/** A stack's name without the deployment's: `audit`, `practice-derm`. */
export const groupOf = (stack: string, { name }: Pick<Config, 'name'>): string =>
  stack.startsWith(`${name}-`) ? stack.slice(name.length + 1) : stack;

/** The region that a stack is deployed to. */
export function regionOf(stack: string, config: Named): string {
  const group = groupOf(stack, config);
  if (group === 'backup-copy') return config.backup.copyRegion ?? config.region;
  return group === 'global-events' ? globalRegion : config.region;
}

/** The practice whose stack it is; undefined for the foundation. */
export const practiceOf = (stack: string, config: Pick<Config, 'name' | 'practices'>): string | undefined =>
  config.practices.find(({ id }) => groupOf(stack, config) === `practice-${id}`)?.id;
