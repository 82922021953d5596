/** What the loop writes down of each thing that it did or did not do. Plain data; a person and an auditor read it. */
import type { AnyControl } from '../../lib/controls/control';
import type { Finding } from './decide';
import type { Trigger } from './trigger';
import type { WayBack } from './way-back';

/** `fixing` is written before anything is changed: what stays so was cut short, and the sweep looks again. */
export type Outcome = 'fixing' | 'fixed' | 'recreated' | 'unverified' | 'failed' | 'reported' | 'alarmed' | 'undone';

export interface Change {
  /** Owned path of the state. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface ResourceName {
  readonly kind: string;
  readonly physicalId: string;
  /** Absent for what is in no stack of ours. */
  readonly stack?: string;
  readonly logicalId?: string;
}

export interface DriftRecord {
  /** Sorts by time: `20261124T202845123Z-1a2b3c4d`. */
  readonly id: string;
  readonly outcome: Outcome;
  readonly resource: ResourceName;
  readonly trigger: {
    readonly kind: Trigger['kind'];
    readonly id: string;
    readonly at: string;
    /** `service:EventName`, or what the sweep is called. */
    readonly name: string;
    readonly actor?: string;
    readonly address?: string;
  };
  readonly noticedAt: string;
  /** When the read after the fix had shown that it holds. */
  readonly fixedAt?: string;
  readonly controls: readonly string[];
  /** Paragraphs of 45 CFR. */
  readonly paragraphs: readonly string[];
  readonly severity: AnyControl['severity'];
  readonly findings: readonly { readonly path: string; readonly found: string; readonly expected: string }[];
  readonly changes: readonly Change[];
  readonly why?: string;
  /** What a person types to take the fix back. */
  readonly undo?: string;
  /** A change set that a person may run, where no fix leads back; or why there is none. */
  readonly wayBack?: WayBack | { readonly missing: string };
  /** A put would have deleted what exists: it is not tried again for the same findings, and a person decides. */
  readonly refused?: true;
  readonly notified: boolean;
}

const ranks = ['low', 'medium', 'high', 'critical'] as const;

/** The gravest severity among controls; a broken promise without a control is `medium`. */
export const gravest = (controls: readonly AnyControl[]): AnyControl['severity'] =>
  controls.length === 0
    ? 'medium'
    : (ranks[Math.max(...controls.map(({ severity }) => ranks.indexOf(severity)))] ?? 'medium');

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

/** `20261124T202845123Z-1a2b3c4d`: of a moment and eight hexadecimal digits. */
export const recordId = (at: Date, digits: string): string => `${at.toISOString().replace(/[-:.]/g, '')}-${digits}`;

/** The moment in a record's id. */
export function momentOf(id: string): Date {
  const [, y, mo, d, h, mi, s, ms] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z/.exec(id) ?? [];
  return new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}.${ms}Z`);
}

/** Name of the session in which a fix is made: by it the fix's own events are known again. */
export const sessionName = (id: string): string => `fix-${id}`;

/** The record that a session's name claims to belong to. */
export const recordOfSession = (session: string | undefined): string | undefined =>
  /^fix-(\d{8}T\d{9}Z-[0-9a-f]{8})$/.exec(session ?? '')?.[1];

/** A record as it begins, from what was found. */
export function beginRecord(
  start: Pick<DriftRecord, 'id' | 'outcome' | 'resource'> & { readonly why?: string },
  trigger: Trigger,
  noticedAt: Date,
  findings: readonly Finding[],
): DriftRecord {
  const controls = unique(findings.flatMap((finding) => finding.controls));
  return {
    ...start,
    trigger: {
      kind: trigger.kind,
      id: trigger.id,
      at: trigger.at.toISOString(),
      ...(trigger.kind === 'call'
        ? { name: trigger.name, actor: trigger.actor.arn, address: trigger.address }
        : { name: 'sweep' }),
    },
    noticedAt: noticedAt.toISOString(),
    controls: controls.map(({ id }) => id),
    paragraphs: unique(controls.flatMap(({ hipaa }) => hipaa)),
    severity: gravest(controls),
    findings: findings.map(({ expected, found, path }) => ({ path, found, expected })),
    changes: [],
    notified: false,
  };
}
