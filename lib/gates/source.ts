/** Where in the code a construct was made. */
import { relative } from 'node:path';
import type { IConstruct } from 'constructs';

let asked = false;

/** CDK records where each construct was made in its debug mode alone; a violation must name its file and line. */
export function recordSources(): void {
  if (process.env.CDK_DEBUG !== undefined) return;
  process.env.CDK_DEBUG = '1';
  asked = true;
}

/**
 * Work at which no construct is made any more. In its debug mode CDK would also record where each property was set, which
 * nobody reads and which is a third of a synth; whoever asked for that mode keeps it.
 */
export function withSourcesRecorded<T>(work: () => T): T {
  if (!asked) return work();
  delete process.env.CDK_DEBUG;
  try {
    return work();
  } finally {
    process.env.CDK_DEBUG = '1';
  }
}

/** The first frame outside of libraries, from the outermost construct that a person wrote: what to open in an editor. */
export function sourceOf(construct: IConstruct, root: string = process.cwd()): string | undefined {
  const entry = construct.node.metadata.find(({ type }) => type === 'aws:cdk:creationStack');
  const frames: readonly unknown[] = Array.isArray(entry?.data) ? entry.data : [];
  for (const frame of frames) {
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
    if (text.includes('node_modules') || text.includes('node:')) continue;
    const found = /\(?((?:file:\/\/)?\/[^():]+\.[cm]?[jt]s):(\d+)(?::\d+)?\)?/.exec(text);
    if (found?.[1] && found[2]) return `${relative(root, found[1].replace('file://', ''))}:${found[2]}`;
  }
  return undefined;
}
