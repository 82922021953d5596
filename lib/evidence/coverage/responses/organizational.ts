/** Answers to the organisational requirements and to documentation, 45 CFR 164.314 and 164.316. */
import type { ItemId } from '../../../config/rule-items';
import { addendum, file, key, type Response } from './response';

type Section = Extract<ItemId, `164.314${string}` | `164.316${string}`>;

export const organizationalResponses: Readonly<Record<Section, Response>> = {
  '164.314(a)(1)': {
    practice: 'See that each contract has the clauses of (a)(2).',
    keeps: ['checked contracts'],
    see: [addendum, key('baa')],
  },
  '164.314(a)(2)(i)': {
    practice: 'Check each contract for the clauses, and know who is told of an incident.',
    keeps: ['checked contracts'],
    see: [addendum],
  },
  '164.314(a)(2)(ii)': {
    practice: 'Keep the memorandum, where there is one instead of a contract.',
    keeps: ['memorandum of understanding, if any'],
  },
  '164.314(a)(2)(iii)': {
    practice: 'Bind subcontractors likewise, where the practice is itself a business associate.',
    keeps: ['contracts with subcontractors'],
  },
  '164.314(b)(1)': {
    concernsOnly: 'a group health plan',
    practice: 'Where there is a plan, its documents bind the plan sponsor.',
    keeps: ['plan documents, if any'],
  },
  '164.314(b)(2)': {
    concernsOnly: 'a group health plan',
    practice: 'Where there is a plan, its documents ask the sponsor for all four.',
    keeps: ['plan documents, if any'],
  },
  '164.316(a)': {
    practice: 'Adopt policies and procedures for each item of this rule.',
    keeps: ['adopted policies with version and date'],
  },
  '164.316(b)(1)': {
    practice: 'Keep policies in writing, and what they ask to be recorded.',
    keeps: ['policies', 'bundles of evidence'],
    controls: ['cloudtrail.trail.archive'],
    see: [file('lib/constructs/log-buckets.ts', 'the archive that nobody can overwrite')],
  },
  '164.316(b)(2)(i)': {
    practice: 'Keep what is not in the archive here for six years after it was last in effect.',
    keeps: ['policies that were superseded'],
    see: [key('retention.auditYears')],
  },
  '164.316(b)(2)(ii)': {
    practice: 'Make policies and runbooks available to those who work by them.',
    keeps: ['where the policies are'],
    see: [file('docs/runbook.md'), file('docs/deploying.md')],
  },
  '164.316(b)(2)(iii)': {
    practice: 'Review documentation periodically, and when something changes.',
    keeps: ['reviews of documentation'],
    see: [
      key('compliance.addressable', 'decisions with the day of their next review'),
      file('config/exceptions.yaml', 'one that is expired fails the synth'),
    ],
  },
};
