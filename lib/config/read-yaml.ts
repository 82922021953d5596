/** A YAML text to plain data, or to what is wrong with it. Pure. */
import { type Document, isNode, LineCounter, parseAllDocuments, visit } from 'yaml';
import type { ConfigProblem } from '../errors';
import { deepestNesting, tooDeepAt } from './nesting';

/** A document with its data, and where its lines begin. */
export interface Yaml {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly data: unknown;
}

type Refused = { readonly problems: readonly ConfigProblem[] };

const refuse = (given: string, allowed: string, place: Pick<ConfigProblem, 'line' | 'column'> = {}): Refused => ({
  problems: [{ path: '', ...place, given, allowed }],
});

/** What a file without a value in it is told. */
export const emptyFile = refuse('an empty file', 'a deployment; `asepsis init` writes one');

/** An anchor that contains a reference to itself never ends. */
function cycleIn(document: Document): string | undefined {
  let cycle: string | undefined;
  visit(document, {
    Alias(_key, alias, ancestors) {
      if (ancestors.some((ancestor) => isNode(ancestor) && 'anchor' in ancestor && ancestor.anchor === alias.source)) {
        cycle = alias.source;
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return cycle;
}

/** Faults of the text, each with its place. A warning is a tag that means nothing here: it would silently not be obeyed. */
function faultsOf(document: Document, lines: LineCounter): readonly ConfigProblem[] {
  return [...document.errors, ...document.warnings].map(({ message, pos }) => {
    const { line, col } = lines.linePos(pos[0]);
    return { path: '', line, column: col, given: message, allowed: 'well-formed YAML' };
  });
}

/** Reads one document; nothing in it can make the reader run out of stack, memory or time. */
export function readYaml(text: string): Yaml | Refused {
  const deep = tooDeepAt(text);
  if (deep) return refuse('deeper nesting', `${deepestNesting} levels at most`, deep);
  const lines = new LineCounter();
  // A key that is a list is refused as the unknown key that it is; the library would print a warning of its own.
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: true, logLevel: 'error' } as const;
  const documents = parseAllDocuments(text, options);
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (!document) return emptyFile;
  if (second) return refuse('more than one YAML document', 'one');
  const problems = faultsOf(document, lines);
  if (problems.length > 0) return { problems };
  const cycle = cycleIn(document);
  if (cycle !== undefined) return refuse(`the anchor ${cycle}, which contains itself`, 'anchors without cycles');
  try {
    return { document, lines, data: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), 'at most 100 aliases');
  }
}
