/** Where in the code a construct was made. */
import { relative } from 'node:path';
import type { IConstruct } from 'constructs';

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
