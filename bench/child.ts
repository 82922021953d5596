/**
 * One side of a comparison, in a process of its own: builds and synthesizes an app twice and prints one line of JSON.
 * The first pass is what a person waits for; the second shows what is left when every module is loaded and compiled.
 *
 *   node --import tsx bench/child.ts gated|ungated|unvalidated|plain <practices or resources>
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, CfnResource } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { type AsepsisApp, buildApp } from '../lib/app';
import { benchConfig, plainApp } from './apps';
import { type StackSize, sizeOf } from './limits';
import { isSide, type Measurement, type Pass, type Side } from './measurement';

function build(side: Side, size: number, outdir: string): App {
  // Bundling is esbuild's work, not the synth's: it is left out on every side.
  if (side === 'plain') return plainApp(size, outdir);
  return buildApp(benchConfig(size), { bundling: false, gates: side === 'gated', outdir });
}

function sizesOf(assembly: CloudAssembly): readonly StackSize[] {
  return [
    ...assembly.nestedAssemblies.flatMap(({ nestedAssembly }) => sizesOf(nestedAssembly)),
    ...assembly.stacks.map(({ stackName, template, templateFullPath }) =>
      sizeOf(stackName, template, readFileSync(templateFullPath).byteLength),
    ),
  ];
}

function pass(side: Side, size: number, outdir: string) {
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  const app = build(side, size, outdir);
  const built = performance.now();
  const assembly = app.synth();
  const ended = performance.now();
  const { system, user } = process.cpuUsage(cpuBefore);
  const times: Pass = {
    cpu: (user + system) / 1000,
    wall: ended - began,
    build: built - began,
    synth: ended - built,
    gates: (app as Partial<AsepsisApp>).gateReport?.milliseconds ?? 0,
  };
  const resources = app.node.findAll().filter((node) => CfnResource.isCfnResource(node)).length;
  return { times, resources, stacks: sizesOf(assembly) };
}

function measure(side: Side, size: number): Measurement {
  const folder = mkdtempSync(join(tmpdir(), 'asepsis-bench-'));
  try {
    const cold = pass(side, size, join(folder, 'cold'));
    const peakMiB = process.resourceUsage().maxRSS / 1024;
    const warm = pass(side, size, join(folder, 'warm'));
    const { resources, stacks } = cold;
    return { side, size, resources, stacks, peakMiB, cold: cold.times, warm: warm.times };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [side = '', size] = process.argv.slice(2);
if (!isSide(side) || !(Number(size) > 0))
  throw new Error(`usage: child.ts gated|ungated|unvalidated|plain <size>, not ${side} ${size}`);
process.stdout.write(`${JSON.stringify(measure(side, Number(size)))}\n`);
