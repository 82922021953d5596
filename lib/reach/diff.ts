/** What changed between two looks at who can reach PHI, in sentences. */
import { powersDiff } from './escalation/diff';
import type { Reach, ReachPrincipal, ReachStore } from './reach';
import type { Row } from './rows';

export interface Change {
  readonly kind: 'gained' | 'lost' | 'changed';
  readonly sentence: string;
}

/** One action of one principal on one store. */
interface Fact {
  readonly who: string;
  readonly store: string;
  readonly action: string;
  /** `allowed outside`, `undecided a service`: outcome and place. */
  readonly places: readonly string[];
}

const nameOf = ({ kind, name }: ReachPrincipal): string =>
  kind === 'role' ? `the ${name} role` : kind === 'user' ? `the user ${name}` : name;

const storeName = ({ arn, id, type }: ReachStore): string =>
  `the ${type} ${arn.includes('<') ? id : (arn.split(/[:/]/).filter(Boolean).at(-1) ?? id)}`;

const sessions = { own: '', fixed: '', other: ' for another practice', none: ' without a practice' } as const;

function whoOf(
  row: Pick<Row, 'principal' | 'session' | 'through'>,
  principals: ReadonlyMap<string, ReachPrincipal>,
): string {
  const named = (id: string): string => {
    const found = principals.get(id);
    return found ? nameOf(found) : id;
  };
  const through = (row.through ?? []).map(named);
  return `${named(row.principal)}${sessions[row.session]}${through.length > 0 ? `, by assuming ${through.join(' and then ')},` : ''}`;
}

const byIdOf = ({ principals }: Reach): ReadonlyMap<string, ReachPrincipal> =>
  new Map(principals.map((one) => [one.id, one]));

/** Who may change it; an older bundle that does not say is not compared. */
function powerChanges(before: Reach, after: Reach): readonly Change[] {
  // A bundle of an earlier release is read from a file, and may lack it.
  if (!('escalation' in before)) return [];
  const [old, now] = [byIdOf(before), byIdOf(after)];
  const changes = powersDiff(
    before,
    after,
    (row) => whoOf(row, old),
    (row) => whoOf(row, now),
  );
  return changes.map(({ kind, sentence }) => ({ kind, sentence: capital(sentence) }));
}

function factsOf({ principals, rows, stores }: Reach): ReadonlyMap<string, Fact> {
  const byId = new Map(principals.map((one) => [one.id, one]));
  const named = new Map(stores.map((one) => [one.id, storeName(one)]));
  const facts = new Map<string, Fact>();
  for (const row of rows) {
    const who = whoOf(row, byId);
    // What cannot be decrypted is not read, and that changes too.
    const sure = row.outcome === 'allowed' && row.decrypts === 'denied' ? 'without its key' : row.outcome;
    for (const id of row.stores) {
      for (const action of row.actions) {
        const store = named.get(id) ?? id;
        const key = `${who}\n${store}\n${action}`;
        const places = [...(facts.get(key)?.places ?? []), ...row.from.map((place) => `${sure} ${place}`)];
        facts.set(key, { who, store, action, places: [...new Set(places)].sort() });
      }
    }
  }
  return facts;
}

const placesText = (places: readonly string[]): string =>
  places.map((place) => place.replace(/^(allowed|undecided|without its key) (.*)$/, '$1 from $2')).join(', ');

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Actions of one principal on one store in one sentence. */
function told(kind: 'gained' | 'lost', facts: readonly Fact[]): readonly Change[] {
  const grouped = new Map<string, Fact[]>();
  for (const fact of facts) {
    const key = [fact.who, fact.store, ...fact.places].join('\n');
    grouped.set(key, [...(grouped.get(key) ?? []), fact]);
  }
  return [...grouped.values()].map((same) => {
    const [first] = same;
    const actions = same.map(({ action }) => action).join(', ');
    const where = placesText(first?.places ?? []);
    return { kind, sentence: capital(`${first?.who} ${kind} ${actions} on ${first?.store} (${where}).`) };
  });
}

/**
 * What somebody can do now and could not before, and the other way round; what they reach, and what they can change.
 *
 * @returns sentences such as "The lakeside-billing role gained s3:GetObject on the bucket imaging (allowed from outside)."
 */
export function reachDiff(before: Reach, after: Reach): readonly Change[] {
  const [old, now] = [factsOf(before), factsOf(after)];
  const missing = (from: ReadonlyMap<string, Fact>, of: ReadonlyMap<string, Fact>) =>
    [...of].filter(([key]) => !from.has(key)).map(([, fact]) => fact);
  const changed = [...now].flatMap(([key, { action, places, store, who }]): readonly Change[] => {
    const earlier = old.get(key)?.places;
    if (!earlier || earlier.join('\n') === places.join('\n')) return [];
    const sentence = `${who}: ${action} on ${store} was ${placesText(earlier)}, and is ${placesText(places)}.`;
    return [{ kind: 'changed', sentence: capital(sentence) }];
  });
  const reached = [...told('gained', missing(old, now)), ...told('lost', missing(now, old)), ...changed];
  const changes = [...reached, ...powerChanges(before, after)];
  return changes.sort((a, b) => (a.kind === b.kind ? (a.sentence < b.sentence ? -1 : 1) : a.kind < b.kind ? -1 : 1));
}
