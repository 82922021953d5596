/** What stands in the templates leaves short, or what no look at a setting can show. Each in a sentence. Pure. */
import type { ItemId } from '../../config/rule-items';
import type { Config } from '../../config/schema';
import { dataClassOf } from '../../controls/data-class';
import { s3Bucket } from '../../resources/s3-bucket';
import { isKnown } from '../../resources/value';
import type { EvidenceFacts } from '../facts';
import { foundIn } from '../operation/found';

export interface Limits {
  readonly controls: ReadonlyMap<string, readonly string[]>;
  readonly items: ReadonlyMap<ItemId, readonly string[]>;
}

/** Sentences, with the controls and the items whose standing must not be read without them. */
interface Limit {
  readonly says: readonly string[];
  readonly controls: readonly string[];
  readonly items: readonly ItemId[];
}

const daysOfYear = 365.25;

/** Days for which a class of data is to be locked. 45 CFR 164.316(b)(2)(i) asks for six years of documentation. */
function wanted(dataClass: string | undefined, { logArchive, retention }: Config) {
  return dataClass === 'audit'
    ? {
        days: Math.ceil(retention.auditYears * daysOfYear),
        words: `the ${retention.auditYears} years of retention.auditYears`,
      }
    : { days: logArchive.phiLockDays, words: `the ${logArchive.phiLockDays} days of logArchive.phiLockDays` };
}

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;

/** Of S3's two modes one can be lifted by who may: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
const lockWords = (mode: string | undefined, locked: number | undefined): string =>
  mode === undefined
    ? 'by no default retention'
    : `for ${days(locked ?? 0)}${mode === 'COMPLIANCE' ? '' : `, in a mode that can be lifted (${mode})`}`;

/** Buckets whose lock ends before its time, or can be lifted, by their class of data. */
export function weakLocks({ config, set }: Pick<EvidenceFacts, 'config' | 'set'>): ReadonlyMap<string, string> {
  const found = set.ofType('AWS::S3::Bucket').flatMap((resource): readonly (readonly [string, string])[] => {
    const bucket = s3Bucket.read(resource, set);
    const { days: locked, enabled, mode } = bucket.objectLock;
    if (enabled !== true || !isKnown(mode) || !isKnown(locked)) return [];
    const dataClass = dataClassOf(bucket);
    const { days: asked, words } = wanted(dataClass, config);
    if (mode === 'COMPLIANCE' && (locked ?? 0) >= asked) return [];
    const what = dataClass === 'audit' ? 'The archive' : `What a store of class ${dataClass ?? 'unknown'} holds`;
    return [
      [
        dataClass ?? 'unknown',
        `${what} is locked ${lockWords(mode, locked)}, not for ${words} in the mode that nobody can lift: ${config.mode === 'trial' ? 'this is a trial, and ' : ''}it can be deleted before its time.`,
      ],
    ];
  });
  return new Map(found);
}

/** A plan that is put back shows that a setting is put back. */
function unseenCopies({ operation }: EvidenceFacts): readonly string[] {
  const restores = operation ? foundIn(operation).restores.tests : 0;
  return restores > 0
    ? []
    : ['No copy and no restore was seen here: what was looked at are the settings of plans, vaults and tables.'];
}

function limits(facts: EvidenceFacts): readonly Limit[] {
  const locks = weakLocks(facts);
  const archive = locks.get('audit');
  return [
    {
      says: archive ? [archive] : [],
      controls: ['cloudtrail.trail.archive', 's3.bucket.object-lock'],
      items: ['164.316(b)(1)', '164.316(b)(2)(i)'],
    },
    {
      says: [...locks].flatMap(([dataClass, says]) => (dataClass === 'audit' ? [] : says)),
      controls: [],
      items: ['164.312(c)(1)'],
    },
    {
      says: unseenCopies(facts),
      controls: ['backup.plan.daily', 'backup.plan.retention', 'backup.plan.copies', 'backup.selection.by-tag'],
      items: ['164.308(a)(7)(ii)(A)', '164.308(a)(7)(ii)(B)', '164.308(a)(7)(ii)(D)', '164.310(d)(2)(iv)'],
    },
  ];
}

export function limitsOf(facts: EvidenceFacts): Limits {
  const all = limits(facts).filter(({ says }) => says.length > 0);
  const by = <Key extends string>(keysOf: (limit: Limit) => readonly Key[]) => {
    const found = new Map<Key, readonly string[]>();
    for (const limit of all)
      for (const key of keysOf(limit)) found.set(key, [...(found.get(key) ?? []), ...limit.says]);
    return found;
  };
  return { controls: by(({ controls }) => controls), items: by(({ items }) => items) };
}
