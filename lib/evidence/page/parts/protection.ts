/** What is protected and how, at a glance. Pure. */
import { controls as registry } from '../../../controls';
import type { ControlCoverage, Coverage, Response, Standing } from '../../coverage/model';
import { isActive } from '../../coverage/standing';
import type { EvidenceFacts } from '../../facts';
import type { ProtectionRow, Share, Shown } from '../model';
import { areaOf, areas, elsewhere, plainNames } from './areas';
import { groupBy, plural, unique } from './words';

const levels: readonly Shown[] = ['operating', 'deployed', 'designed', 'not shown'];

export const shownOf = ({ standing }: Pick<ControlCoverage, 'standing'>): Shown => standing?.level ?? 'not shown';

export const responseOf = ({ standing }: { readonly standing?: Standing }): { readonly response?: Response } =>
  standing?.response ? { response: standing.response } : {};

/** How many are shown how far; none is left out. */
export const sharesOf = (shown: readonly Shown[]): readonly Share[] =>
  levels
    .map((level) => ({ label: level, count: shown.filter((one) => one === level).length, tone: level }))
    .filter(({ count }) => count > 0);

const kindOf: ReadonlyMap<string, string> = new Map(registry.map(({ id, resource }) => [id, resource.name]));

/** "5 buckets, 2 tables". */
function counted(facts: EvidenceFacts, kinds: readonly string[]): string {
  const known = new Map(registry.map(({ resource }) => [resource.name, resource.types]));
  const told = kinds.flatMap((kind) => {
    const count = unique((known.get(kind) ?? []).flatMap((type) => facts.set.ofType(type))).length;
    const many = plainNames[kind];
    return many && count > 0 ? [plural(count, many.replace(/ies$/, 'y').replace(/s$/, ''), many)] : [];
  });
  return told.join(', ');
}

/** Each part of the deployment with the controls that do anything there. */
export function protectionOf(facts: EvidenceFacts, { controls }: Coverage): readonly ProtectionRow[] {
  const byArea = groupBy(controls.filter(isActive), ({ id }) => areaOf(kindOf.get(id) ?? ''));
  return [...areas.map(({ title }) => title), elsewhere].flatMap((title) => {
    const found = byArea.get(title) ?? [];
    if (found.length === 0) return [];
    return [
      {
        title,
        what: counted(facts, unique(found.map(({ id }) => kindOf.get(id) ?? ''))),
        shares: sharesOf(found.map(shownOf)),
        controls: found.map((control) => ({
          id: control.id,
          title: control.title,
          shown: shownOf(control),
          ...responseOf(control),
        })),
      },
    ];
  });
}
