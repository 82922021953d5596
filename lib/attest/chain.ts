/** Checks increments as they lie in the archive: each signature, each link, and which periods nothing speaks for. Pure. */
import { digestOf } from './canonical';
import { envelopeKeyOf, type Increment, incrementOfKey } from './increment';
import { openIncrement } from './open-increment';

/** Objects of the archive by name, with their text. */
export type FoundObjects = ReadonlyMap<string, string>;

/** One increment whose signature holds. */
export interface Sound {
  readonly key: string;
  readonly increment: Increment;
  /** Of the bytes that were signed. */
  readonly sha256: string;
}

export interface Increments {
  /** What is sound, in the order of time. */
  readonly increments: readonly Sound[];
  /** Each names an object and what is wrong with it. */
  readonly problems: readonly string[];
  /** Periods that no sound increment speaks for. */
  readonly gaps: readonly { readonly from: string; readonly to: string }[];
}

function open(key: string, found: FoundObjects, publicKeys: readonly string[]): Sound | string {
  const name = envelopeKeyOf(key);
  const text = found.get(name);
  if (text === undefined) return `${key}: nothing signs it: ${name} is not there`;
  const opened = openIncrement(text, publicKeys);
  if ('problem' in opened) return `${name}: ${opened.problem}`;
  const { increment, payload } = opened;
  // An increment under another name would be one of another day.
  if (incrementOfKey(key)?.at.getTime() !== Math.floor(Date.parse(increment.to) / 1_000) * 1_000)
    return `${name}: it is the increment that ends at ${increment.to}, under another name`;
  return { key, increment, sha256: digestOf(payload) };
}

/** What the readable copy says otherwise than what was signed. */
function copyProblem({ key, sha256 }: Sound, found: FoundObjects): readonly string[] {
  const copy = found.get(key);
  if (copy === undefined) return [`${key}: removed`];
  return digestOf(copy) === sha256 ? [] : [`${key}: changed`];
}

/** Each but the first must follow the one before it; the first may follow one from before the time that was asked for. */
function linkProblem(one: Sound, before: Sound | undefined, isFirst: boolean): readonly string[] {
  const { previous } = one.increment;
  if (isFirst) return [];
  if (previous === null) return [`${one.key}: the chain begins anew: it follows no other`];
  if (before?.key !== previous.key) return [`${one.key}: it follows ${previous.key}, which is not there or not sound`];
  return before.sha256 === previous.sha256 ? [] : [`${previous.key}: it is not what ${one.key} follows`];
}

/** What nothing speaks for between the beginning and the end. */
function gapsOf(sound: readonly Sound[], from: Date, to: Date): Increments['gaps'] {
  const gaps: { from: string; to: string }[] = [];
  let reached = from.getTime();
  const upTo = (until: number) => {
    if (until > reached)
      gaps.push({ from: new Date(reached).toISOString(), to: new Date(Math.min(until, to.getTime())).toISOString() });
  };
  for (const { increment } of sound) {
    upTo(Date.parse(increment.from));
    reached = Math.max(reached, Date.parse(increment.to));
  }
  upTo(to.getTime());
  return gaps;
}

/**
 * @param found every object below `evidence/` of the period
 * @param publicKeys in PEM, the keys whose signature counts
 */
export function checkIncrements(
  found: FoundObjects,
  publicKeys: readonly string[],
  { deployment, from, to }: { readonly deployment: string; readonly from: Date; readonly to: Date },
): Increments {
  const strange = [...found.keys()].filter((name) => incrementOfKey(name) === undefined);
  const keys = [...new Set([...found.keys()].flatMap((name) => incrementOfKey(name)?.key ?? []))].sort();
  const problems = strange.map((name) => `${name}: is no increment`);
  const sound: Sound[] = [];
  let isFirst = true;
  for (const key of keys) {
    const one = open(key, found, publicKeys);
    if (typeof one === 'string') problems.push(one);
    else if (one.increment.deployment !== deployment)
      problems.push(`${key}: it is of the deployment ${one.increment.deployment}`);
    else {
      problems.push(...copyProblem(one, found), ...linkProblem(one, sound.at(-1), isFirst));
      sound.push(one);
      isFirst = false;
    }
  }
  return { increments: sound, problems, gaps: gapsOf(sound, from, to) };
}
