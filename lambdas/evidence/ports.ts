/** What the writer of evidence needs of the world, so that tests give it another one. */
import type { Signer } from '../../lib/attest/envelope';
import type { ItemOf, SectionName } from '../../lib/attest/increment';

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

export interface Gathered<T> {
  readonly items: readonly T[];
  /** What was left out because there was more than an increment takes. */
  readonly left?: string;
}

/** One source a section. It throws where its service refuses, or lacks what it is asked for. */
export type Sources = {
  readonly [Name in SectionName]: (period: Period) => Promise<Gathered<ItemOf<Name>>>;
};

export interface Archive {
  /** Names of all objects below a prefix, in the order of their names. */
  readonly list: (prefix: string) => Promise<readonly string[]>;
  readonly read: (key: string) => Promise<string>;
  /** Writes an object that is not there yet. @throws where it is */
  readonly write: (key: string, body: string) => Promise<void>;
}

export interface EvidencePorts {
  readonly sources: Sources;
  readonly archive: Archive;
  readonly signer: () => Promise<Signer>;
  readonly clock: () => Date;
  readonly log: {
    info(message: string, more: object): void;
    error(message: string, more: object): void;
  };
}
