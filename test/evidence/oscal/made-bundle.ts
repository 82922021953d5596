/** OSCAL documents for tests. */
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { EvidenceFacts } from '../../../lib/evidence/facts';
import { oscalFiles } from '../../../lib/evidence/oscal';
import type { OscalDocument } from '../../../lib/evidence/oscal/schema-types';

/** The documents of a bundle by file name, as text. */
export const documentsOf = (facts: EvidenceFacts): ReadonlyMap<string, string> =>
  new Map([...oscalFiles(facts, coverageOf(facts))].map(([path, text]) => [path.replace('oscal/', ''), String(text)]));

export const parsed = (text: string): OscalDocument => JSON.parse(text) as OscalDocument;

/** Every object in a document with the keys that lead to it. */
export function* nodesOf(node: unknown, path: readonly string[] = []): Generator<[readonly string[], object]> {
  if (typeof node !== 'object' || node === null) return;
  yield [path, node];
  for (const [key, value] of Object.entries(node)) yield* nodesOf(value, [...path, key]);
}
