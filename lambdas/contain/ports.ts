/** What containment needs of the world, so that tests give it another one. */
import type { Settings } from '../drift/decide';
import type { Case, Spans } from './case';
import type { Levels, Subject } from './decide';
import type { Measure } from './measures/measure';
import type { Suspect } from './suspect';
import type { Defenders, Hold, Target } from './target';

export interface Cases {
  find(id: string): Promise<Case | undefined>;
  /** Every case that is not over, oldest first. */
  open(): Promise<readonly Case[]>;
  /** Writes a case, once from each state. @throws Superseded where somebody else went on from the same state */
  write(one: Case): Promise<Case>;
  /** Keeps the drift loop from putting back what is held, until then. */
  hold(holds: readonly Hold[], caseId: string, until: Date): Promise<void>;
  unhold(holds: readonly Hold[]): Promise<void>;
}

/** Two messages went on from the same state of a case: this one comes again, and finds the work done. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

export interface ContainPorts {
  readonly settings: () => Promise<Settings | undefined>;
  readonly levels: Levels;
  readonly spans: Spans;
  readonly defenders: Defenders;
  readonly look: (suspect: Suspect) => Promise<readonly Subject[]>;
  /** Reads in the function's own name. */
  readonly reader: (target: Target) => Measure;
  /** Changes, in the fixer's name, that target alone. */
  readonly fixer: (target: Target, session: string) => Promise<Measure>;
  readonly cases: Cases;
  readonly tell: (one: Case) => Promise<void>;
  /** Calls somebody about what belongs to no case. */
  readonly alarm: (subject: string, text: string) => Promise<void>;
  readonly clock: () => Date;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly log: {
    info(message: string, more: object): void;
    error(message: string, more: object): void;
  };
}
