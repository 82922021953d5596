/** How the command line speaks, and which code it ends with. */
import { AsepsisError, BudgetError, ConfigError, GateError, PreflightError, TamperedError } from '../errors';

/** 0: done. 1: the gate is closed, or a check failed. 2: the input is bad. 3: the local cloud or AWS failed. */
export const exitCodes = { done: 0, violations: 1, badInput: 2, failed: 3 } as const;

export interface Output {
  /** Results, to stdout. */
  readonly out: (text: string) => void;
  /** Progress and errors, to stderr. */
  readonly err: (text: string) => void;
}

export const terminal: Output = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
};

/** An error to a message and an exit code. The stack is shown with ASEPSIS_DEBUG=1, and always for a defect of ours. */
export function report(error: unknown, output: Output = terminal): number {
  if (error instanceof Error && '$metadata' in error) {
    // What AWS answered to an SDK call. The SDK adds lines of advice for developers.
    output.err(`AWS: ${error.name}: ${error.message.split('\n')[0]}`);
    if (process.env.ASEPSIS_DEBUG === '1') output.err(error.stack ?? '');
    return exitCodes.failed;
  }
  if (!(error instanceof AsepsisError)) {
    output.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return exitCodes.failed;
  }
  output.err(`${error.message}\n→ ${error.remedy}`);
  if (process.env.ASEPSIS_DEBUG === '1') output.err(error.stack ?? '');
  if (error instanceof ConfigError || error.code === 'INPUT_INVALID') return exitCodes.badInput;
  const found = [BudgetError, GateError, PreflightError, TamperedError].some((kind) => error instanceof kind);
  return found ? exitCodes.violations : exitCodes.failed;
}
