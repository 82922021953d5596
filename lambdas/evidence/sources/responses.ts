/** Cases of containment: the answers to findings. Whom they concern, and who decided, stay in their table. */
import type { ItemOf } from '../../../lib/attest/increment';
import { type Case, isOpen, statusOf } from '../../contain/case';
import { mostItems } from '../bounds';
import type { Gathered, Period } from '../ports';

function stepOf({
  containedAt,
  releasedAt,
  status,
  target,
}: Case['steps'][number]): ItemOf<'responses'>['steps'][number] {
  return {
    kind: target.kind,
    status,
    ...(containedAt === undefined ? {} : { containedAt }),
    ...(releasedAt === undefined ? {} : { releasedAt }),
  };
}

function responseOf(one: Case): ItemOf<'responses'> {
  const { approvedBy, closedAt, expiresAt, finding, id, openedAt, releasedBy } = one;
  return {
    case: id,
    from: finding.from,
    type: finding.type,
    severity: finding.severity,
    status: statusOf(one),
    openedAt,
    ...(closedAt === undefined ? {} : { closedAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    approved: approvedBy !== undefined,
    ...(releasedBy === undefined ? {} : { releasedBy: releasedBy === 'expiry' ? 'expiry' : 'person' }),
    steps: one.steps.map(stepOf),
  };
}

/** Cases that were opened or ended in the period, or are open at its end. Pure. */
export function responsesOf(cases: readonly Case[], { from, to }: Period): Gathered<ItemOf<'responses'>> {
  const within = (at: string | undefined) =>
    at !== undefined && Date.parse(at) >= from.getTime() && Date.parse(at) < to.getTime();
  const items = cases
    .filter((one) => within(one.openedAt) || within(one.closedAt) || (isOpen(one) && Date.parse(one.openedAt) < +to))
    .map(responseOf)
    .sort((a, b) => (`${a.openedAt} ${a.case}` < `${b.openedAt} ${b.case}` ? -1 : 1));
  const over = items.length - mostItems;
  return over > 0 ? { items: items.slice(0, mostItems), left: `${over} more` } : { items };
}
