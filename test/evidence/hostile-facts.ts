/** Facts whose every text that a person writes tries to be something else: markup, a formula, a link, another direction. */
import type { EvidenceFacts } from '../../lib/evidence/facts';
import { drilledWell, readBackAsDeclared, synthesizedFacts } from './made-facts';

/** What somebody may write: a tag, quotes, Markdown, an insertion of OSCAL, other scripts, right to left. */
export const awkward =
  '</script><script>window.ran=1</script> & \'x\' `y` "z" [a](javascript:b) *c* {{ insert: param, d }} \\ עברית العربية 中文 🏥';

/** The same where an image, or the end of an attribute, would run. */
export const image = '"><img src=x onerror="window.ran=2"><svg onload=window.ran=3>';

/** What a spreadsheet runs. */
export const formula = '=HYPERLINK("http://x","open")';

/** A name as long as a configuration allows. */
export const nameOf = (text: string): string => [...text].slice(0, 110).join('');

const configuration = {
  organisation: { name: nameOf(awkward) },
  practices: [
    { id: 'derm', name: nameOf(awkward) },
    { id: 'eyes', name: '\u200Fעיניים' },
    { id: 'skin', name: formula },
    { id: 'hand', name: nameOf(image) },
  ],
  dataClasses: ['phi', 'billing'],
  contacts: { security: 'security@practice.local', privacy: 'privacy@example.com' },
  compliance: {
    addressable: [
      {
        item: '164.308(a)(5)(ii)(A)',
        state: 'alternative',
        rationale: `It is not reasonable here: ${awkward}${image}`,
        alternative: `Posters, and this: ${awkward}`,
        approver: nameOf(awkward),
        reviewed: '2025-01-05',
        nextReview: '2026-01-05',
      },
      {
        item: '164.310(a)(2)(i)',
        state: 'not applicable',
        rationale: "=cmd|' /C calc'!A0: there is no such facility.",
        approver: '+49 <b>Dr. "O\'Neil"</b>',
        reviewed: '2026-01-05',
        nextReview: '2027-01-05',
      },
    ],
  },
};

/** An exceptions file is under no rule for its words: characters that turn the direction, and half of a pair, stand in it. */
function withHostileExceptions({ gate, ...facts }: EvidenceFacts): EvidenceFacts {
  const words = [`${awkward}\n\u202Eturned\u202C \uD800 ${image}`, formula, image];
  const inForce = gate.inForce.map((one, index) => {
    const text = words[index % words.length] ?? '';
    const findings = one.findings.map((finding) => ({ ...finding, message: `${text} ${finding.message}` }));
    return { ...one, exception: { ...one.exception, owner: text, reason: text }, findings };
  });
  return { ...facts, gate: { ...gate, inForce } };
}

/** With decisions on addressable items, read back and drilled; one resource and one control fall short. */
export function hostileFacts(): EvidenceFacts {
  const facts = withHostileExceptions(synthesizedFacts('clinic', configuration));
  const deployed = readBackAsDeclared(facts);
  const [first, ...rest] = deployed.resources;
  if (!first) throw new Error('nothing was read back');
  const drill = drilledWell();
  return {
    ...facts,
    deployed: {
      ...deployed,
      resources: [{ ...first, deviations: [{ path: 'versioning', problem: awkward }] }, ...rest],
      workload: { steps: [{ what: image, expected: formula, got: awkward }] },
    },
    drill: {
      ...drill,
      rows: drill.rows.map((row) =>
        row.control === 'kms.key.rotation' ? { ...row, passed: false, why: `${image}${awkward}` } : row,
      ),
    },
  };
}
