/** One control, broken for real. */
import type { LiveKind } from '../../lambdas/drift/live/live';
import type { Scene } from './scene';

/** What was broken, by physical id; `declared` where a template declares it. */
export interface Broken {
  readonly physicalId: string;
  readonly declared?: unknown;
  /**
   * The call whose event is delivered, as `service:EventName`.
   * @default the last call that was made and that the control names in `brokenBy`
   */
  readonly event?: string;
}

/** A control that is broken on the emulators by a real call. */
export interface LiveBreak {
  /** Id of the control. */
  readonly control: string;
  /** What is done, where a control is broken in more ways than one: `deleted`. */
  readonly name?: string;
  /**
   * How the loop hears of it. `sweep`: no event is delivered, and the next sweep must find it.
   *
   * @default 'event'
   */
  readonly noticedBy?: 'event' | 'sweep';
  readonly kind: LiveKind<unknown>;
  /** Breaks it through the real API, and says what it broke. */
  run(scene: Scene): Promise<Broken>;
  /**
   * Controls that only observe while this break is tried: they would put it right before this control is asked.
   *
   * @default none
   */
  readonly observing?: readonly string[];
  /** Puts right what the loop leaves to a person, so that the next break begins on clean ground. */
  restore?(scene: Scene, broken: Broken): Promise<void>;
}

/** A control that no emulator lets us break: it is proven by a recorded response in its tests. */
export interface RecordedBreak {
  readonly control: string;
  readonly kind: LiveKind<unknown>;
  /** Which emulator lacks which call, or gets which answer wrong, by name. */
  readonly notLive: string;
  /** Path of the test that shows noticing and fixing by recorded responses; it names the control. */
  readonly provenBy: string;
}

export type Break = LiveBreak | RecordedBreak;
