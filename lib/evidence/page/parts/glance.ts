/** The page in a few sentences and numbers. Pure. */
import type { Coverage, ItemCoverage } from '../../coverage/model';
import { isActive } from '../../coverage/standing';
import type { EvidenceFacts } from '../../facts';
import type { Fact, Figure, Glance, Share } from '../model';
import { shownOf } from './protection';
import { plural } from './words';

/** Who answers an item, each counted once: what is shown first, then AWS, then the practice. */
function toneOf(covered: ItemCoverage): Share['tone'] {
  if (covered.standing) return shownOf(covered);
  if (covered.answers.includes('not covered')) return 'gap';
  return covered.answers.includes('inherited from AWS') ? 'aws' : 'practice';
}

const tones: readonly (readonly [tone: Share['tone'], label: string])[] = [
  ['operating', 'operating: broken in a drill or in operation, noticed, put right'],
  ['deployed', 'deployed: read back as declared'],
  ['designed', 'designed: evaluated in the templates'],
  ['aws', 'inherited from AWS'],
  ['practice', "the practice's own process"],
  ['gap', 'not covered'],
];

function itemShares({ items }: Coverage): readonly Share[] {
  return tones
    .map(([tone, label]) => ({ tone, label, count: items.filter((item) => toneOf(item) === tone).length }))
    .filter(({ count }) => count > 0);
}

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

function figuresOf(facts: EvidenceFacts, coverage: Coverage): readonly Figure[] {
  const { deployed, gate } = facts;
  const read = deployed?.resources ?? [];
  const asDeclared = read.filter(({ deviations }) => deviations.length === 0).length;
  const open = coverage.items.filter((one) => one.open !== undefined || one.answers.includes('not covered')).length;
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
          note: `read back, ${deployed.where}`,
        }
      : {
          value: facts.origins.length.toLocaleString('en-US'),
          label: 'resources declared',
          note: 'nothing was read back',
        },
    ...drillFigure(facts),
    { value: String(open), label: 'items with something open', note: `of ${coverage.items.length}` },
    {
      value: String(gate.inForce.length),
      label: 'exceptions in force',
      note: gate.inForce.length > 0 ? `the nearest ends in ${plural(nearest, 'day')}` : 'nothing falls short',
    },
  ];
}

/** What this page speaks of, and what it does not. */
function leadOf({ config, deployed, drill, operation }: EvidenceFacts): readonly string[] {
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
    'This page is no certificate. Whether a practice complies is for people to judge; this is what they can judge by.',
  ];
}

export const glanceOf = (facts: EvidenceFacts, coverage: Coverage): Glance => ({
  lead: leadOf(facts),
  figures: figuresOf(facts, coverage),
  shares: itemShares(coverage),
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

export function provenanceOf({ commit, configSha256, at, gate, tools }: EvidenceFacts): readonly Fact[] {
  return [
    { label: 'Speaks for', value: at.toISOString() },
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
