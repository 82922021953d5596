/** What answers an item beside the controls that cite it: what AWS does, what the practice does, and where to look. */
import type { Found } from '../../operation/found';
import type { AddressableProposal, Place } from '../model';

/** Resources that answer an item and that no control of its own looks at. */
export interface Mechanism {
  /** CloudFormation type: where a template has one, it is there. */
  readonly type: string;
  readonly answer: 'at synth' | 'at run time';
  readonly what: string;
  /** What of a period of operation shows it at work. @default nothing: it stands in the template */
  readonly sample?: keyof Found;
}

export interface Response {
  /** What the practice does itself, in a sentence; it completes whatever else answers. */
  readonly practice?: string;
  /** What it keeps to show it. */
  readonly keeps?: readonly string[];
  /** Reports in AWS Artifact that show what is inherited from AWS. */
  readonly inherited?: readonly string[];
  /** Controls that serve it although they do not cite it. */
  readonly controls?: readonly string[];
  readonly mechanisms?: readonly Mechanism[];
  /** What of a period of operation bears on it. */
  readonly samples?: readonly (keyof Found)[];
  /** Files of the repository or keys of the configuration. */
  readonly see?: readonly Place[];
  /** Whom it concerns alone: "a group health plan". @default everybody */
  readonly concernsOnly?: string;
  /** What the practice may decide, where the item is addressable and the blueprint alone does not implement it. */
  readonly proposal?: AddressableProposal;
  /** What nothing here answers, in a sentence. */
  readonly open?: string;
}

export const file = (name: string, note?: string): Place => ({
  kind: 'file in the repository',
  name,
  ...(note ? { note } : {}),
});

export const key = (name: string, note?: string): Place => ({
  kind: 'configuration',
  name,
  ...(note ? { note } : {}),
});

/** AWS's addendum to its agreement, which the practice accepts in AWS Artifact. */
export const addendum: Place = { kind: 'AWS Artifact', name: 'AWS Business Associate Addendum' };
