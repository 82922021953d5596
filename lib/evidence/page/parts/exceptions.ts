/** The exceptions in force, and what the loop's roles were granted and used. Pure. */
import type { EvidenceFacts } from '../../facts';
import type { ExceptionRow, GrantRow } from '../model';
import { groupBy, unique } from './words';

/** One decision covers many rules at many places: it is told once. Nearest expiry first. */
export function exceptionRowsOf({ gate }: EvidenceFacts): readonly ExceptionRow[] {
  const decisions = groupBy(gate.inForce, ({ exception: { expires, owner, reason } }) =>
    [expires, owner, reason].join('\n'),
  );
  return [...decisions.values()]
    .flatMap((group): readonly ExceptionRow[] => {
      const [first] = group;
      if (!first) return [];
      const { expires, owner, reason } = first.exception;
      return [
        {
          rules: unique(group.map(({ exception }) => exception.rule)),
          paths: unique(group.map(({ exception }) => exception.path)),
          reason,
          owner,
          expires,
          daysLeft: first.daysLeft,
          findings: group.reduce((sum, { findings }) => sum + findings.length, 0),
        },
      ];
    })
    .sort((a, b) => a.daysLeft - b.daysLeft);
}

/** @returns nothing where nothing was drilled */
export function grantRowsOf({ drill }: EvidenceFacts): readonly GrantRow[] | undefined {
  if (!drill || drill.grants.length === 0) return undefined;
  return drill.grants.map(({ granted, missing, role, unexplained, unused, used }) => ({
    role,
    granted: granted.length,
    used: used.length,
    unused: [...groupBy(unused, ({ reason }) => reason)].map(([reason, found]) => ({
      reason,
      actions: found.map(({ action }) => action),
    })),
    unexplained,
    missing,
  }));
}
