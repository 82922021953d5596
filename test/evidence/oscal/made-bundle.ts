/** Bundles of OSCAL documents for tests: facts of every kind, and names that a careless reader would stumble over. */
import { coverageOf } from '../../../lib/evidence/coverage/coverage';
import type { EvidenceFacts } from '../../../lib/evidence/facts';
import { oscalFiles } from '../../../lib/evidence/oscal';
import type { OscalDocument } from '../../../lib/evidence/oscal/schema-types';
import { drilledWell, readBackAsDeclared, synthesizedFacts } from '../made-facts';

/** What somebody may write: a tag, quotes, Markdown, an insertion of OSCAL, other scripts, right to left. */
export const awkward =
  '</script><script>alert("1")</script> & \'x\' [a](javascript:b) *c* {{ insert: param, d }} \\ עברית العربية 中文 🏥';

/** Facts with such names, with decisions on addressable items, and read back and drilled. */
export function awkwardFacts(): EvidenceFacts {
  const facts = synthesizedFacts('clinic', {
    organisation: { name: awkward.slice(0, 118) },
    practices: [
      { id: 'derm', name: awkward.slice(0, 118) },
      { id: 'eyes', name: '\u200Fעיניים' },
    ],
    dataClasses: ['phi', 'billing'],
    contacts: { security: 'security@practice.local', privacy: 'privacy@example.com' },
    compliance: {
      addressable: [
        {
          item: '164.308(a)(5)(ii)(A)',
          state: 'alternative',
          rationale: `It is not reasonable here: ${awkward}`,
          alternative: `Posters, and this: ${awkward}`,
          approver: awkward.slice(0, 118),
          reviewed: '2025-01-05',
          nextReview: '2026-01-05',
        },
        {
          item: '164.310(a)(2)(i)',
          state: 'not applicable',
          rationale: 'There is no such facility: everything is kept at AWS.',
          approver: 'A. Owner',
          reviewed: '2026-01-05',
          nextReview: '2027-01-05',
        },
      ],
    },
  });
  const [first, ...rest] = facts.gate.inForce;
  if (!first) throw new Error('no exception is in force');
  const exception = { ...first.exception, owner: awkward, reason: `${awkward}\n\u202Eturned\u202C \uD800` };
  const inForce = [{ ...first, exception }, ...rest];
  return {
    ...facts,
    gate: { ...facts.gate, inForce },
    deployed: readBackAsDeclared(facts),
    drill: drilledWell(),
  };
}

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
