/** One way to contain one kind of target, live. The only SDK imports of containment are in this folder and at its edges. */
import type { SdkConfig } from '../../drift/live/live';
import type { Target, TargetKind } from '../target';

/** Whose containment it is, and since when. */
export interface Mark {
  readonly caseId: string;
  readonly at: Date;
}

/**
 * What a measure does. `Before` is what stood there, as data: it is recorded before anything is changed, and is all that a
 * release needs. Methods and not function types: the registry holds measures of every target.
 */
export interface Measure<T extends Target = Target, Before = unknown> {
  /** What stands there now; undefined where the target is gone. */
  look(target: T): Promise<Before | undefined>;
  /** Contains it: again, it changes nothing more. Gives what stood before, with what was made on the way. */
  contain(target: T, before: Before, mark: Mark): Promise<Before>;
  /** Whether the containment shows. */
  holds(target: T, before: Before, mark: Mark): Promise<boolean>;
  /** Takes it back to what stood there; what somebody else changed meanwhile stays. A target that is gone is no error. */
  release(target: T, before: Before, mark: Mark): Promise<void>;
  /** Whether nothing of the containment is left. */
  isReleased(target: T, before: Before, mark: Mark): Promise<boolean>;
}

/** The live side of one kind of target. */
export interface MeasureKind<T extends Target = Target, Before = unknown> {
  readonly kind: TargetKind;
  open(sdk: SdkConfig, partition: string): Measure<T, Before>;
}

export const defineMeasure = <T extends Target, Before>(
  measure: MeasureKind<T, Before>,
): MeasureKind<Target, unknown> => measure as MeasureKind<Target, unknown>;
