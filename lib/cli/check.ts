/** `asepsis check`: the gates, and nothing else. */
import { buildApp } from '../app';
import { loadConfig } from '../config/load';
import { renderExceptions } from '../gates/report';
import type { Output } from './output';

/** Synthesizes without bundling functions, and prints what the gate found. @throws GateError, ConfigError */
export function check(file: string, { out }: Output): void {
  const app = buildApp(loadConfig(file), { bundling: false });
  app.synth();
  const report = app.gateReport;
  if (!report) return;
  out(renderExceptions(report));
  out(`✓ ${file}: ${report.resources} resources pass every gate (${Math.round(report.milliseconds)} ms)`);
}
