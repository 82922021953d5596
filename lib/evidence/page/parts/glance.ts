/** The page in a few sentences and numbers. Pure. */
import { weakLocks } from '../../coverage/limits';
import type { Coverage, ItemCoverage, Level } from '../../coverage/model';
import { isActive, type Waiting, waitingAt } from '../../coverage/standing';
import { countExceptions, exceptionWords } from '../../exceptions';
import type { EvidenceFacts } from '../../facts';
import type { Fact, Figure, Glance, Share } from '../model';
import { shownOf } from './protection';
import { operatingWords, plural } from './words';

/** Who answers an item, each counted once: what asks for a mechanism by how far that is shown, then AWS, then the practice. */
function toneOf(covered: ItemCoverage): Share['tone'] {
  if (covered.core === 'not applicable') return 'aside';
  if (covered.answers.includes('not covered')) return 'gap';
  if (covered.core === 'mechanism') return shownOf(covered);
  return covered.answers.includes('inherited from AWS') ? 'aws' : 'practice';
}

const tones: readonly (readonly [tone: Share['tone'], label: string])[] = [
  ['operating', `operating: each of their mechanisms was ${operatingWords}`],
  ['deployed', 'deployed: each of their mechanisms was read back as declared, or more'],
  ['designed', 'designed: some of their mechanisms are known from the templates alone'],
  ['not shown', 'ask for a mechanism, and none is shown'],
  ['aws', 'inherited from AWS'],
  ['practice', "the practice's own process: what people do and write down"],
  ['aside', 'taken not to concern this organisation'],
  ['gap', 'not covered'],
];

/** What operates may leave a part unanswered all the same. */
function openNote(items: readonly ItemCoverage[], tone: Share['tone']): string {
  const open = items.filter(({ core, open: what }) => core === 'mechanism' && what !== undefined).length;
  return open > 0 && tone !== 'gap' ? `; at ${open} of them a part stays open all the same` : '';
}

const itemShares = ({ items }: Coverage): readonly Share[] =>
  tones.flatMap(([tone, label]) => {
    const found = items.filter((item) => toneOf(item) === tone);
    return found.length > 0 ? [{ tone, label: `${label}${openNote(found, tone)}`, count: found.length }] : [];
  });

const supportLabels: Readonly<Record<Level, string>> = {
  operating: 'all of them operating',
  deployed: 'all of them read back as declared, or more',
  designed: 'some of them in the templates alone',
};

/** Items that ask for what people do: how far what helps them is shown. It says nothing of the items themselves. */
const supportShares = ({ items }: Coverage): readonly Share[] =>
  (Object.keys(supportLabels) as Level[])
    .map((level) => ({
      tone: level,
      label: supportLabels[level],
      count: items.filter(({ support }) => support?.level === level).length,
    }))
    .filter(({ count }) => count > 0);

/** Where an archive was read, a period of operation says more than a drill that was not made. */
function drillFigure({ drill, operation }: EvidenceFacts): readonly Figure[] {
  if (!drill && operation) {
    const { increments, problems } = operation;
    const note =
      problems.length > 0 ? `${problems.length} objects or links not as written` : 'signed, each linked to the last';
    return [{ value: String(increments.length), label: 'increments of operation', note }];
  }
  if (!drill) return [{ value: '–', label: 'controls drilled', note: 'nothing was drilled' }];
  const live = drill.rows.filter(({ proof }) => proof === 'live');
  const passed = live.filter((row) => row.passed).length;
  return [
    {
      value: `${passed} of ${live.length}`,
      label: 'breaks answered as promised',
      note: 'in a drill, on a local cloud',
    },
  ];
}

/** Every item at which anything waits for somebody, and for what. */
function waitingFigure({ items }: Coverage): Figure {
  const waiting = items.map(waitingAt);
  const count = (what: Waiting) => waiting.filter((one) => one.includes(what)).length;
  const parts: readonly (readonly [what: Waiting, words: string])[] = [
    ['unanswered', 'with a part that nothing answers'],
    ['undecided', 'addressable and not decided'],
    ['falling short', 'with a control that falls short or is excepted'],
  ];
  const told = parts.filter(([what]) => count(what) > 0).map(([what, words]) => `${count(what)} ${words}`);
  return {
    value: String(waiting.filter(({ length }) => length > 0).length),
    label: 'items with something open',
    note: [`of ${items.length}`, told.join(', ')].filter(Boolean).join('; one may be several: '),
  };
}

function figuresOf(facts: EvidenceFacts, coverage: Coverage): readonly Figure[] {
  const { deployed, gate } = facts;
  const read = deployed?.resources ?? [];
  const asDeclared = read.filter((one) => one.deviations.length === 0 && !one.undecided?.length).length;
  const undecided = read.filter((one) => one.deviations.length === 0 && one.undecided?.length).length;
  const nearest = gate.inForce.reduce((least, { daysLeft }) => Math.min(least, daysLeft), Number.POSITIVE_INFINITY);
  return [
    {
      value: String(coverage.controls.filter(isActive).length),
      label: 'controls at work',
      note: `of ${coverage.controls.length}`,
    },
    deployed
      ? {
          value: `${asDeclared} of ${read.length}`,
          label: 'resources as declared',
          note: `read back, ${deployed.where}${undecided > 0 ? `; ${undecided} cannot be compared` : ''}`,
        }
      : {
          value: facts.origins.length.toLocaleString('en-US'),
          label: 'resources declared',
          note: 'nothing was read back',
        },
    ...drillFigure(facts),
    waitingFigure(coverage),
    {
      value: String(countExceptions(facts).decisions),
      label: 'exceptions in force',
      note:
        gate.inForce.length > 0 ? `${exceptionWords(facts)}; the nearest ends in ${plural(nearest, 'day')}` : 'none',
    },
  ];
}

/** What this page speaks of, and what it does not. */
function leadOf(facts: EvidenceFacts): readonly string[] {
  const { config, deployed, drill, operation } = facts;
  const archive = weakLocks(facts).get('audit');
  const shown = [
    ...(deployed ? ['read back'] : []),
    ...(drill ? ['broken on purpose in a drill'] : []),
    ...(operation ? ['sampled over a period of its operation'] : []),
  ];
  const local = deployed?.where === 'local cloud' || drill !== undefined;
  return [
    `What guards this ${config.tier} deployment, item by item of the HIPAA Security Rule, each with the place to look.`,
    shown.length > 0
      ? `It was synthesized, ${shown.join(' and ')}${local ? ' on a local cloud, which is an emulator and not AWS' : ''}${deployed?.where === 'account' ? ' in its account' : ''}.`
      : 'It was synthesized and judged. Nothing was deployed: what follows is design.',
    ...(config.mode === 'trial' ? ['It is a trial: it holds no patient data, and all of it can be torn down.'] : []),
    ...(archive ? [archive] : []),
    'This page is no certificate. Whether a practice complies is for people to judge; this is what they can judge by.',
  ];
}

export const glanceOf = (facts: EvidenceFacts, coverage: Coverage): Glance => ({
  lead: leadOf(facts),
  figures: figuresOf(facts, coverage),
  shares: itemShares(coverage),
  support: supportShares(coverage),
});

export function factsOf({ config }: EvidenceFacts): readonly Fact[] {
  return [
    { label: 'Deployment', value: config.name },
    { label: 'Tier', value: config.tier },
    { label: 'Mode', value: config.mode },
    { label: 'Account', value: config.account },
    { label: 'Region', value: config.region },
    { label: 'Security contact', value: config.contacts.security },
    { label: 'Privacy contact', value: config.contacts.privacy },
  ];
}

/** From the first break to the last. */
function drilledAt(drill: EvidenceFacts['drill']): readonly Fact[] {
  const times = (drill?.rows ?? []).flatMap(({ at }) => at ?? []).sort();
  const [first] = times;
  const last = times.at(-1);
  return first && last ? [{ label: 'Drilled', value: `${first} to ${last}` }] : [];
}

export function provenanceOf({
  at,
  atWasGiven,
  commit,
  configSha256,
  deployed,
  drill,
  gate,
  tools,
}: EvidenceFacts): readonly Fact[] {
  return [
    {
      label: 'Speaks for',
      value: atWasGiven ? `as of ${at.toISOString()}, which SOURCE_DATE_EPOCH gave` : at.toISOString(),
    },
    ...(deployed?.at ? [{ label: 'Read back', value: deployed.at }] : []),
    ...drilledAt(drill),
    {
      label: 'Commit',
      value: commit
        ? `${commit.id}${commit.dirty ? ', with changes that are not committed' : ''}`
        : 'not in a repository',
    },
    { label: 'Configuration, SHA-256', value: configSha256 },
    { label: 'Resources evaluated at the gate', value: gate.resources.toLocaleString('en-US') },
    ...Object.entries(tools)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([label, value]) => ({ label, value })),
  ];
}
