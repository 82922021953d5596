/** Who and what a finding names. Claims, one type for all kinds of finding. Pure. */

/** A principal of this account, by what IAM calls it. */
export interface Named {
  readonly is: 'role' | 'user';
  readonly name: string;
}

interface Doubt {
  /** Whether the finding says that this one did it, and not only that it was touched: else a person decides. */
  readonly sure: boolean;
}

export type Suspect = Doubt &
  (
    | { readonly what: 'role'; readonly name: string; readonly roleId?: string }
    | { readonly what: 'user'; readonly name: string; readonly key?: string }
    | { readonly what: 'instance'; readonly id: string }
    | { readonly what: 'interface'; readonly id: string }
    | { readonly what: 'bucket'; readonly name: string; readonly from: Named }
    | { readonly what: 'person'; readonly pool: string; readonly name: string }
    /** Nobody whom we could contain: the root user, another account, a service. */
    | { readonly what: 'outsider'; readonly name: string; readonly why: string }
  );

/** A principal as findings describe it, in whichever of their two shapes. */
export interface Described {
  readonly type: string | undefined;
  readonly name: string | undefined;
  readonly principalId: string | undefined;
  readonly key: string | undefined;
  readonly account: string | undefined;
  /** The account of the finding. */
  readonly home: string;
}

export interface Principal {
  readonly suspect: (sure: boolean) => Suspect;
  readonly named: Named | undefined;
}

const outsider = (name: string, why: string): Principal => ({
  suspect: (sure) => ({ what: 'outsider', name, why, sure }),
  named: undefined,
});

/** `cognito-idp.<region>.amazonaws.com/<pool>:<client>:<sub>`, as CloudTrail names who came with a token of a user pool. */
const poolUser = /^cognito-idp\.[a-z0-9-]+\.amazonaws\.com\/([\w-]+):[^:]+:([\w-]+)$/;

function rolePrincipal(name: string, principalId: string | undefined): Principal {
  const roleId = /^(AROA[A-Z0-9]+)(:|$)/.exec(principalId ?? '')?.[1];
  return {
    suspect: (sure) => ({ what: 'role', name, sure, ...(roleId ? { roleId } : {}) }),
    named: { is: 'role', name },
  };
}

/** Whom a description means. */
export function principalOf({ account, home, key, name, principalId, type }: Described): Principal {
  const shown = name ?? principalId ?? 'somebody unnamed';
  if (account !== undefined && account !== home) return outsider(shown, `of the account ${account}, not of this one`);
  if (type === 'Root') return outsider('the root user', 'the root user cannot be contained: change its password, now');
  if (type === 'WebIdentityUser') {
    const [, pool, sub] = poolUser.exec(principalId ?? '') ?? [];
    if (pool === undefined || sub === undefined) return outsider(shown, 'signed in at another identity provider');
    return { suspect: (sure) => ({ what: 'person', pool, name: sub, sure }), named: undefined };
  }
  if (name !== undefined && type === 'IAMUser')
    return {
      suspect: (sure) => ({ what: 'user', name, sure, ...(key ? { key } : {}) }),
      named: { is: 'user', name },
    };
  if (name !== undefined && (type === 'AssumedRole' || type === 'Role')) return rolePrincipal(name, principalId);
  return outsider(shown, `of the type ${type ?? 'unknown'}, which has no credentials here to revoke`);
}

export const throughPrincipal = ({ suspect }: Principal, sure: boolean): readonly Suspect[] => [suspect(sure)];

/** How a person would say it. */
export function nameOfSuspect(suspect: Suspect): string {
  switch (suspect.what) {
    case 'outsider':
      return suspect.name;
    case 'bucket':
      return `bucket ${suspect.name} (for the ${suspect.from.is} ${suspect.from.name})`;
    case 'person':
      return `user ${suspect.name} of the user pool ${suspect.pool}`;
    case 'role':
    case 'user':
      return `${suspect.what} ${suspect.name}`;
    default:
      return `${suspect.what} ${suspect.id}`;
  }
}
