/** What is not covered, not decided, not as declared, or was not looked at: in one place. Pure. */
import type { Coverage } from '../../coverage/model';
import { fellShort } from '../../coverage/standing';
import type { EvidenceFacts } from '../../facts';
import { gapsOf, isMissing } from '../../operation/operating';
import type { OpenGroup, OpenRow } from '../model';
import { groupBy, plural, withoutPractice } from './words';

const itemAnchor = (id: string) => `item-${id}`;

function openItems({ items }: Coverage): readonly OpenRow[] {
  return items
    .filter(({ answers, open }) => open !== undefined || answers.includes('not covered'))
    .map(({ item, open }) => ({
      what: `${item.id} ${item.title}`,
      why: open ?? 'Nothing answers it.',
      anchor: itemAnchor(item.id),
    }));
}

function undecided({ items }: Coverage): readonly OpenRow[] {
  return items.flatMap(({ addressable, item }) => {
    if (!addressable || (addressable.state !== 'undecided' && !addressable.overdue)) return [];
    const { decision, overdue, proposal } = addressable;
    const why = overdue
      ? { why: `The review was due on ${decision?.nextReview}.` }
      : proposal
        ? { why: `Proposed: ${[proposal.state, proposal.rationale, proposal.alternative ?? []].flat().join('. ')}` }
        : {};
    return [{ what: `${item.id} ${item.title}`, ...why, anchor: itemAnchor(item.id) }];
  });
}

/** Items that concern few, and that this organisation is taken not to be concerned by. */
const notApplicable = ({ items }: Coverage): readonly OpenRow[] =>
  items.flatMap(({ item, notApplicable: why }) =>
    why ? [{ what: `${item.id} ${item.title}`, why, anchor: itemAnchor(item.id) }] : [],
  );

/** Values that were read back and are neither as declared nor otherwise. */
const undecidedValues = ({ config, deployed, origins }: EvidenceFacts): readonly OpenRow[] => {
  const paths = new Map(origins.map(({ logicalId, path, stack }) => [`${stack}/${logicalId}`, path]));
  return (deployed?.resources ?? []).flatMap(({ logicalId, stack, undecided: hidden = [] }) => {
    const name = `${stack}/${logicalId}`;
    return hidden.map(({ path, why }) => ({
      what: `${withoutPractice(paths.get(name) ?? name, config.practices)}, ${path}`,
      why,
    }));
  });
};

const uncoveredRules = ({ packRules }: Coverage): readonly OpenRow[] =>
  packRules
    .filter(({ answers }) => answers.includes('not covered'))
    .map(({ reason, rule }) => ({
      what: rule.name,
      why: reason ?? 'Nothing answers it.',
      anchor: `rule-${rule.name}`,
    }));

/** Controls that were read back otherwise than declared, or that fell short in a drill. */
const shortControls = ({ controls }: Coverage): readonly OpenRow[] =>
  controls.filter(fellShort).map(({ gaps, id }) => ({ what: id, why: gaps.join('; '), anchor: `control-${id}` }));

function leftOut({ config, deployed, origins }: EvidenceFacts): readonly OpenRow[] {
  const paths = new Map(origins.map(({ logicalId, path, stack }) => [`${stack}/${logicalId}`, path]));
  const rows = (deployed?.leftOut ?? []).map(({ logicalId, reason, stack }) => ({
    what: withoutPractice(paths.get(`${stack}/${logicalId}`) ?? `${stack}/${logicalId}`, config.practices),
    why: reason,
  }));
  return [...groupBy(rows, ({ what, why }) => `${what}\n${why}`).values()].flatMap((group) =>
    group.slice(0, 1).map((row) => (group.length > 1 ? { ...row, what: `${row.what} (${group.length})` } : row)),
  );
}

/** Stacks whose template is another one than this bundle speaks of, or than was signed. */
const otherStacks = ({ deployed }: EvidenceFacts): readonly OpenRow[] =>
  (deployed?.stacks ?? [])
    .filter(({ asSynthesized, attested }) => !asSynthesized || attested !== true)
    .map(({ stack, why }) => ({ what: stack, ...(why ? { why } : {}), anchor: 'operation' }));

/** What the record of operation lacks. */
function unrecorded(facts: EvidenceFacts): readonly OpenRow[] {
  const { operation } = facts;
  if (!operation) return [];
  return [
    ...gapsOf(facts, operation)
      .filter(isMissing)
      .map(({ from, kind, to }) => ({ what: `${from} to ${to}`, why: kind, anchor: 'operation' })),
    ...operation.problems.map((what) => ({ what, anchor: 'operation' })),
  ];
}

function notLooked({ deployed, drill, operation }: EvidenceFacts): readonly OpenRow[] {
  return [
    ...(deployed
      ? []
      : [
          {
            what: 'Read-back',
            why: 'Nothing was read back: what stands in the templates is designed, and no more is shown.',
          },
        ]),
    ...(drill
      ? []
      : [
          {
            what: 'Drill',
            why: operation
              ? 'Nothing was broken on purpose: what did not drift in operation is not shown to operate.'
              : 'Nothing was broken on purpose: nothing is shown to operate.',
          },
        ]),
    ...(operation ? [] : [{ what: 'Operation over time', why: 'No archive was read: no period is shown.' }]),
  ];
}

/** The groups that hold anything. */
export function openOf(facts: EvidenceFacts, coverage: Coverage): readonly OpenGroup[] {
  const rules = uncoveredRules(coverage);
  const groups: readonly OpenGroup[] = [
    { title: 'Was not looked at', lead: 'For this page.', rows: notLooked(facts) },
    {
      title: 'Falls short',
      lead: 'Read back otherwise than declared, or not put right in a drill or in operation.',
      rows: shortControls(coverage),
    },
    {
      title: 'Cannot be compared',
      lead: 'Values that were read back and are neither as declared nor otherwise: look at them by hand.',
      rows: undecidedValues(facts),
    },
    {
      title: 'Deployed otherwise',
      lead: 'Stacks whose template is not the one that was synthesized for this page, or is not signed.',
      rows: otherStacks(facts),
    },
    {
      title: 'The record of operation',
      lead: 'Times that no increment speaks for, and objects or links of the archive that are not as they were written.',
      rows: unrecorded(facts),
    },
    {
      title: 'Stays open in the Security Rule',
      lead: 'Items of which nothing here answers a part, or the whole.',
      rows: openItems(coverage),
    },
    {
      title: 'Waits for the practice',
      lead: 'Addressable items on which the configuration holds no decision (compliance.addressable), or whose review is due: 45 CFR 164.306(d)(3).',
      rows: undecided(coverage),
    },
    {
      title: 'Taken not to concern this organisation',
      lead: 'Items that concern few organisations. Nothing here is shown of them.',
      rows: notApplicable(coverage),
    },
    {
      title: "Rules of AWS's conformance pack that nothing answers",
      lead: plural(rules.length, 'rule of 130', 'rules of 130'),
      rows: rules,
    },
    facts.deployed?.where === 'local cloud' && !facts.operation
      ? {
          title: 'Left out of the local cloud',
          lead: 'No emulator has an API for these: they are designed, and were deployed nowhere.',
          rows: leftOut(facts),
        }
      : { title: 'Not read back', lead: 'These are designed, and nothing more is shown.', rows: leftOut(facts) },
  ];
  return groups.filter(({ rows }) => rows.length > 0);
}
