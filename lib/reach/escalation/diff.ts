/** What changed in who can change who reaches PHI, in facts that sentences are made of. */
import type { Reach } from '../reach';
import type { PowerRow } from './holders';

/** One power of one principal over one target. */
export interface PowerFact {
  readonly who: string;
  readonly power: string;
  readonly target: string;
  readonly outcome: PowerRow['outcome'];
}

export interface PowerChange {
  readonly kind: 'gained' | 'lost' | 'changed';
  readonly sentence: string;
}

/** Targets that a sentence names; more are counted. */
const named = 3;

/** @param whoOf words for the principal of a row, and the roles that it assumes */
function factsOf(
  { escalation }: Reach,
  whoOf: (row: Pick<PowerRow, 'principal' | 'session' | 'through'>) => string,
): ReadonlyMap<string, PowerFact> {
  const targets = new Map(escalation.targets.map(({ id, kind, name }) => [id, `the ${kind} ${name}`]));
  const facts = new Map<string, PowerFact>();
  for (const row of escalation.powers) {
    const who = whoOf(row);
    for (const id of row.targets) {
      const fact = { who, power: row.power, target: targets.get(id) ?? id, outcome: row.outcome };
      const key = [who, row.power, id].join('\n');
      if (facts.get(key)?.outcome !== 'allowed') facts.set(key, fact);
    }
  }
  return facts;
}

/** Targets of one principal and power in one sentence. */
function told(
  kind: PowerChange['kind'],
  facts: readonly PowerFact[],
  words: (first: PowerFact, targets: string) => string,
): readonly PowerChange[] {
  const groups = new Map<string, PowerFact[]>();
  for (const fact of facts) {
    const key = [fact.who, fact.power, fact.outcome].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), fact]);
  }
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const names = same.map(({ target }) => target);
    const more = names.length > named ? ` and ${names.length - named} more` : '';
    return [{ kind, sentence: words(first, `${names.slice(0, named).join(', ')}${more}`) }];
  });
}

/** @returns sentences such as "the lakeside-x role gained iam:PutRolePolicy over the role lakeside-billing (allowed)." */
export function powersDiff(
  before: Reach,
  after: Reach,
  whoBefore: Parameters<typeof factsOf>[1],
  whoAfter: Parameters<typeof factsOf>[1],
): readonly PowerChange[] {
  const [old, now] = [factsOf(before, whoBefore), factsOf(after, whoAfter)];
  const missing = (from: ReadonlyMap<string, PowerFact>, of: ReadonlyMap<string, PowerFact>) =>
    [...of].filter(([key]) => !from.has(key)).map(([, fact]) => fact);
  const turned = [...now].filter(([key, { outcome }]) => old.has(key) && old.get(key)?.outcome !== outcome);
  const one = (kind: 'gained' | 'lost') => (fact: PowerFact, targets: string) =>
    `${fact.who} ${kind} ${fact.power} over ${targets} (${fact.outcome}).`;
  return [
    ...told('gained', missing(old, now), one('gained')),
    ...told('lost', missing(now, old), one('lost')),
    ...told(
      'changed',
      turned.map(([, fact]) => fact),
      (fact, targets) => `${fact.who}: ${fact.power} over ${targets} is ${fact.outcome}, and was not.`,
    ),
  ];
}
