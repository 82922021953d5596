/** Measures a bundle of evidence at several sizes, each run in a fresh process. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchConfig } from '../apps';
import { outputOf } from '../measurement';
import { type EvidenceFigures, type EvidenceRun, figuresOf } from './figures';

async function once(practices: number): Promise<EvidenceRun> {
  const lines = (await outputOf(['bench/evidence/child.ts', String(practices)])).trim().split('\n');
  return JSON.parse(lines.at(-1) ?? '') as EvidenceRun;
}

/** Milliseconds of `asepsis evidence`, as a person waits for it. */
async function command(practices: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'asepsis-bench-'));
  try {
    const config = join(folder, 'config.yaml');
    writeFileSync(config, JSON.stringify(benchConfig(practices, 'hospital')));
    const began = performance.now();
    await outputOf([
      ...['bin/asepsis.ts', 'evidence', '--config', config],
      ...['--out', join(folder, 'out'), '--key', join(folder, 'key.pem')],
    ]);
    return performance.now() - began;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function measureEvidence(
  sizes: readonly number[],
  runs: number,
  say: (text: string) => void,
): Promise<readonly EvidenceFigures[]> {
  const figures: EvidenceFigures[] = [];
  for (const practices of sizes) {
    const measured: EvidenceRun[] = [];
    for (let run = 1; run <= runs; run += 1) {
      say(`run ${run} of ${runs}: evidence, ${practices}`);
      measured.push(await once(practices));
    }
    say(`asepsis evidence, ${practices}`);
    figures.push(figuresOf(measured, await command(practices)));
  }
  return figures;
}
