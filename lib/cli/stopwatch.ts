/** Tells a person what goes on, and how long each phase took. */
export interface Watch {
  /** One line of news, with the seconds since the start before it. */
  readonly say: (text: string) => void;
  /** Milliseconds since the start. */
  readonly elapsed: () => number;
  /** Milliseconds by phase, in their order. */
  readonly phases: Record<string, number>;
  readonly time: <T>(phase: string, work: () => T | Promise<T>) => Promise<T>;
}

export function stopwatch(err: (text: string) => void): Watch {
  const began = performance.now();
  const elapsed = () => Math.round(performance.now() - began);
  const phases: Record<string, number> = {};
  return {
    elapsed,
    phases,
    say: (text) => err(`${(elapsed() / 1000).toFixed(1).padStart(6)} s  ${text}`),
    time: async (phase, work) => {
      const start = elapsed();
      const result = await work();
      phases[phase] = elapsed() - start;
      return result;
    },
  };
}
