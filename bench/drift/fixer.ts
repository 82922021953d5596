/** One who puts drift right, in a process that stays warm. */

/** One fix by one of them. */
export interface Fixed {
  /** Milliseconds from the handler's entry to its return. */
  readonly ms: number;
  /** What it called, in the order of the calls. */
  readonly calls: readonly string[];
  /** Milliseconds since 1970, where the process says it. */
  readonly enteredAt?: number;
}

export interface Fixer {
  readonly name: string;
  /** Milliseconds until it could take its first event. */
  readonly startMs: number;
  /** Hands it an event as EventBridge delivers it. @throws Error where its handler failed */
  fix(event: object): Promise<Fixed>;
  stop(): void;
}
