/** What the loop needs of the world, so that tests give it another one. */
import type { AnyControl } from '../../lib/controls/control';
import type { Settings } from './decide';
import type { Deployment } from './deployment';
import type { Live, LiveKind } from './live/live';
import type { DriftRecord, ResourceName } from './record';
import type { WayBack } from './way-back';

/** What is remembered of one resource. */
export interface History {
  /** Moments of its fixes within the storm's window. */
  readonly fixes: readonly Date[];
  /** Owned paths that are held as they are, for now. */
  readonly held: ReadonlySet<string>;
  /** Records whose telling was cut short. */
  readonly untold: readonly DriftRecord[];
  /** Fixes whose function was ended before it could look again. */
  readonly cutShort: readonly DriftRecord[];
  /** The newest record, where it was only told and not fixed: what is the same since need not be told again. */
  readonly lastTold: DriftRecord | undefined;
}

export interface Records {
  history(resource: ResourceName, now: Date): Promise<History>;
  /** Writes a record, and under its id the way back to it. */
  write(record: DriftRecord): Promise<void>;
  /** The record of an id, strongly consistent. */
  find(id: string): Promise<DriftRecord | undefined>;
}

/** Which resource and which controls a fix is for: its credentials reach no further. */
export interface FixRequest {
  readonly kind: LiveKind<unknown>;
  readonly physicalId: string;
  readonly controls: readonly AnyControl[];
  /** Owned paths that it may write; an empty one means the resource itself. */
  readonly paths: readonly string[];
  readonly session: string;
}

export interface Ports {
  readonly settings: () => Promise<Settings | undefined>;
  readonly deployment: () => Promise<Deployment>;
  readonly reader: (kind: LiveKind<unknown>) => Live<unknown>;
  readonly fixer: (request: FixRequest) => Promise<Live<unknown>>;
  readonly records: Records;
  /** Makes a change set ready that brings a stack back to what it declares; a record's id is part of its name. */
  readonly wayBack: (stack: string, record: string) => Promise<WayBack>;
  /** Tells of a drift as soon as it is known, and again when it is over. */
  readonly open: (record: DriftRecord) => Promise<void>;
  readonly tell: (record: DriftRecord) => Promise<void>;
  readonly clock: () => Date;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Eight hexadecimal digits. */
  readonly digits: () => string;
  readonly log: {
    info(message: string, more: object): void;
    error(message: string, more: object): void;
  };
}
