/** Powers that a principal has by assuming a role that has them. */
import type { Ways } from '../assume';
import type { Outcome } from '../evaluate';
import type { Identity } from '../identities';
import { reasons } from '../rows';
import type { Sessions } from '../sessions';
import type { PowerRow } from './holders';

interface Way {
  readonly through: readonly string[];
  readonly outcome: Exclude<Outcome, 'denied'>;
  readonly by: readonly string[];
}

/** Roles one after the other. */
const mostRoles = 3;

/** What any session of one may, to any session of the other. */
function edge(from: Identity, to: Identity, ways: Ways, sessions: Sessions): Way | undefined {
  let open: Way | undefined;
  for (const session of sessions.of(from, {})) {
    for (const wanted of sessions.of(to, {})) {
      const found = ways.decide(from, session, to, wanted, undefined);
      if (found.outcome === 'denied') continue;
      const way: Way = { through: [to.id], outcome: found.outcome, by: reasons(found) };
      if (found.outcome === 'allowed') return way;
      open ??= way;
    }
  }
  return open;
}

function joined(first: Way, { by, outcome, through }: Way): Way {
  const sure = first.outcome === 'allowed' && outcome === 'allowed';
  return { through: [...first.through, ...through], outcome: sure ? 'allowed' : 'undecided', by: [...first.by, ...by] };
}

class Assuming {
  private readonly edges = new Map<string, readonly Way[]>();

  constructor(
    private readonly ways: Ways,
    private readonly sessions: Sessions,
    private readonly byId: ReadonlyMap<string, Identity>,
  ) {}

  private from(identity: Identity): readonly Way[] {
    const known = this.edges.get(identity.id);
    if (known) return known;
    const found = this.ways.from(identity).flatMap((role) => edge(identity, role, this.ways, this.sessions) ?? []);
    this.edges.set(identity.id, found);
    return found;
  }

  /** The shortest way to each role that an identity may come to. */
  waysOf(identity: Identity): readonly Way[] {
    const found = new Map<string, Way>();
    let last = this.from(identity);
    for (let depth = 0; depth < mostRoles && last.length > 0; depth++) {
      const fresh = last.filter(({ through }) => {
        const role = through.at(-1) ?? '';
        return role !== identity.id && !found.has(role);
      });
      for (const way of fresh) found.set(way.through.at(-1) ?? '', way);
      last = fresh.flatMap((way) => {
        const role = this.byId.get(way.through.at(-1) ?? '');
        return role ? this.from(role).map((next) => joined(way, next)) : [];
      });
    }
    return [...found.values()];
  }
}

/** @param own powers that principals have themselves */
export function powersThrough(
  own: readonly PowerRow[],
  identities: readonly Identity[],
  ways: Ways,
  sessions: Sessions,
): readonly PowerRow[] {
  const byPrincipal = new Map<string, PowerRow[]>();
  for (const row of own) byPrincipal.set(row.principal, [...(byPrincipal.get(row.principal) ?? []), row]);
  const assuming = new Assuming(ways, sessions, new Map(identities.map((one) => [one.id, one])));
  return identities.flatMap((identity) => {
    const has = new Set(
      (byPrincipal.get(identity.id) ?? [])
        .filter(({ outcome }) => outcome === 'allowed')
        .flatMap(({ power, targets }) => targets.map((target) => `${power}\n${target}`)),
    );
    return assuming.waysOf(identity).flatMap(({ by, outcome, through }) =>
      (byPrincipal.get(through.at(-1) ?? '') ?? []).flatMap((row): readonly PowerRow[] => {
        const targets = row.targets.filter((target) => !has.has(`${row.power}\n${target}`));
        if (targets.length === 0) return [];
        const sure = outcome === 'allowed' ? row.outcome : outcome;
        return [{ ...row, principal: identity.id, through, outcome: sure, by: [...by, ...row.by], targets }];
      }),
    );
  });
}
