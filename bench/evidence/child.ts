/**
 * A bundle of the hospital tier in a process of its own, as `asepsis evidence` makes it of templates: synth, then evidence,
 * each part timed. Prints one line of JSON.
 *
 *   node --import tsx bench/evidence/child.ts <practices>
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../lib/app';
import { factsFrom } from '../../lib/cli/bundle/facts';
import { keepHeapSmall } from '../../lib/cli/bundle/memory';
import { localSigner } from '../../lib/cli/bundle/signers';
import { writeEvidence } from '../../lib/cli/bundle/write';
import type { Timed } from '../../lib/evidence/bundle';
import { templatesOf } from '../../lib/gates/gate';
import { benchConfig } from '../apps';
import type { EvidenceRun } from './figures';

/** Milliseconds of the processor that this process has used, all threads. */
function cpuMs(): number {
  const { system, user } = process.cpuUsage();
  return (user + system) / 1000;
}

const peakMiB = (): number => process.resourceUsage().maxRSS / 1024;

/** Takes the time of each part by the clock; of what is waited for, until it is there. */
function stopwatch(): { readonly parts: Record<string, number>; readonly timed: Timed } {
  const parts: Record<string, number> = {};
  const timed: Timed = (part, work) => {
    const began = performance.now();
    const note = () => {
      parts[part] = performance.now() - began;
    };
    const result = work();
    if (result instanceof Promise) result.then(note, note);
    else note();
    return result;
  };
  return { parts, timed };
}

async function measure(practices: number, folder: string): Promise<EvidenceRun> {
  const file = join(folder, 'config.yaml');
  const config = benchConfig(practices, 'hospital');
  writeFileSync(file, JSON.stringify(config));
  // As the command does.
  keepHeapSmall();
  const began = performance.now();
  const cpuBefore = cpuMs();
  // Left out of this synth as of every other: it is a part of the evidence here, named `bundling`. The command bundles at synth.
  const app = buildApp(config, { bundling: false, outdir: join(folder, 'cdk.out') });
  const templates = templatesOf(app.synth());
  const synthesized = performance.now();
  const cpuSynthesized = cpuMs();
  const synthMiB = peakMiB();
  const { parts, timed } = stopwatch();
  const facts = timed('facts', () => factsFrom({ app, file, templates, at: new Date(0) }));
  const { bytes } = await writeEvidence(
    facts,
    join(folder, 'out'),
    { signer: localSigner(join(folder, 'key.pem')) },
    timed,
  );
  const ended = performance.now();
  return {
    practices,
    resources: facts.origins.length,
    bytes,
    synthMs: synthesized - began,
    evidenceMs: ended - synthesized,
    synthCpuMs: cpuSynthesized - cpuBefore,
    evidenceCpuMs: cpuMs() - cpuSynthesized,
    parts,
    synthMiB,
    peakMiB: peakMiB(),
  };
}

const practices = Number(process.argv[2]);
if (!(practices > 0)) throw new Error(`usage: child.ts <practices>, not ${process.argv[2]}`);
const folder = mkdtempSync(join(tmpdir(), 'asepsis-bench-'));
void measure(practices, folder)
  .then((run) => process.stdout.write(`${JSON.stringify(run)}\n`))
  .finally(() => rmSync(folder, { recursive: true, force: true }));
