/** `asepsis check`: the gates, and nothing else. */
import { type AsepsisApp, buildApp } from '../app';
import { loadConfig } from '../config/load';
import { cfnGuardPack, type GuardEngine } from '../gates/guard';
import { renderExceptions } from '../gates/report';
import type { Output } from './output';

export interface CheckOptions {
  readonly config: string;
  /** `false` leaves cfn-guard out, and says so. */
  readonly cfnGuard: boolean;
}

/** Whatever the gate says, who decided what and until when belongs into its report. */
function synthesize(app: AsepsisApp, { out }: Output): void {
  try {
    app.synth();
  } finally {
    if (app.gateReport) out(renderExceptions(app.gateReport));
  }
}

/**
 * Synthesizes without bundling functions, with cfn-guard beside the gates of every synth, and prints what they found.
 *
 * @throws GateError, ConfigError; AsepsisError where cfn-guard cannot run here
 */
export function check({ cfnGuard, config: file }: CheckOptions, output: Output, engine?: GuardEngine): void {
  const config = loadConfig(file);
  output.err(`Synthesizing ${file} through the gates of every synth`);
  const guard = cfnGuardPack({
    engine,
    onProgress: ({ done, known, stack, total }) =>
      output.err(`[${done}/${total}] cfn-guard: ${stack}${known ? ' (same shape as one before)' : ''}`),
  });
  const app = buildApp(config, { bundling: false, packs: cfnGuard ? [guard] : [] });
  synthesize(app, output);
  if (!app.gateReport) return;
  const { milliseconds, resources } = app.gateReport;
  const scope = cfnGuard ? 'every gate, cfn-guard included' : 'every gate but cfn-guard, which was left out as asked';
  output.out(`✓ ${file}: ${resources} resources pass ${scope} (${Math.round(milliseconds)} ms)`);
}
