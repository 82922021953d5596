/** What the gate, the read-back, the drill and a period of operation saw of each control, as OSCAL observations. Pure. */
import { controls as registry } from '../../controls';
import type { ControlCoverage, Coverage } from '../coverage/model';
import type { DeployedFacts, DrilledControl, EvidenceFacts, ReadBackResource } from '../facts';
import { sampleText } from '../operation/samples';
import type { Means } from './activities';
import { constructOf, constructsOf, otherComponents } from './components';
import { identify, prop, some } from './document';
import type { Observation } from './schema-types';
import { counted, escaped, markup } from './text';

/** One observation of one control, and whether it shows that the control falls short. */
export interface Seen {
  readonly control: ControlCoverage;
  readonly means: Means;
  readonly short: boolean;
  readonly observation: Observation;
}

interface Look {
  readonly facts: EvidenceFacts;
  /** Component by construct path. */
  readonly components: ReadonlyMap<string, string>;
  /** `rule path` of findings that an exception in force covers. */
  readonly excepted: ReadonlySet<string>;
  /** By `stack/logicalId kind`. */
  readonly readBack: ReadonlyMap<string, ReadBackResource>;
  readonly kinds: ReadonlyMap<string, string>;
}

/** The first few of many: a hundred practices do not make a hundred sentences. */
export const few = (texts: readonly string[]): readonly string[] =>
  texts.length > 5 ? [...texts.slice(0, 5), `and ${texts.length - 5} more like these`] : texts;

const bullets = (texts: readonly string[]): string =>
  few(texts)
    .map((text) => `\n- ${escaped(text)}`)
    .join('');

function observation(
  { components, facts }: Look,
  control: ControlCoverage,
  means: Means,
  name: string,
  told: Pick<Observation, 'title' | 'description' | 'props'> & Partial<Pick<Observation, 'collected'>>,
): Observation {
  const paths = [...new Set(control.resources.map(({ path }) => constructOf(path, facts)))];
  const subjects = paths.flatMap((path) => components.get(path) ?? []).sort();
  return {
    uuid: identify(facts)('observation', means, control.id, name),
    collected: facts.at.toISOString(),
    ...told,
    methods: [means === 'drill' ? 'TEST' : 'EXAMINE'],
    types: ['control-objective'],
    origins: [{ actors: [{ type: 'tool', 'actor-uuid': otherComponents(facts).tool }] }],
    subjects: (subjects.length > 0 ? subjects : [otherComponents(facts).watch]).map((uuid) => ({
      'subject-uuid': uuid,
      type: 'component',
    })),
  };
}

function byGate(look: Look, control: ControlCoverage): Seen[] {
  const { id, notConcerned, resources, title } = control;
  if (resources.length === 0) return [];
  const others =
    notConcerned > 0 ? ` ${counted(notConcerned, 'other resource')} of their kind it does not concern.` : '';
  const short = resources.filter(({ path }) => look.excepted.has(`${id} ${path}`)).map(({ path }) => path);
  const outcome =
    short.length === 0
      ? 'none violates it.'
      : `${counted(short.length, 'resource')} fall short of it by an exception in force:${bullets(short)}`;
  const described = {
    title: markup`Gate: ${title}`,
    description: `Evaluated on ${counted(resources.length, 'resource')} of the templates; ${outcome}${others}`,
    props: [prop('control', id), prop('means', 'gate'), prop('level', 'designed')],
  };
  return [
    { control, means: 'gate', short: short.length > 0, observation: observation(look, control, 'gate', '', described) },
  ];
}

/** A deviation is of a resource: every control that looks at the resource is taken to fall short, rather than none. */
function byReadBack(look: Look, control: ControlCoverage, where: DeployedFacts['where']): Seen[] {
  const { id, resources, title } = control;
  const kind = look.kinds.get(id) ?? '';
  const found = resources.flatMap(({ logicalId, stack }) => look.readBack.get(`${stack}/${logicalId} ${kind}`) ?? []);
  if (found.length === 0) return [];
  const otherwise = found.flatMap(({ deviations, logicalId, stack }) =>
    deviations.map(({ path, problem }) => `${stack}/${logicalId}, ${path}: ${problem}`),
  );
  const { undecided } = control;
  const unread = resources.length - found.length;
  const described = {
    title: markup`Read-back: ${title}`,
    description: [
      `${counted(found.length, 'resource')} of ${resources.length} read back`,
      where === 'account' ? ' in the account' : ' on a local cloud, which is an emulator and not AWS',
      ...(otherwise.length + undecided.length === 0 ? [', each as declared where it looks.'] : []),
      ...(unread > 0 ? [` The other ${unread} were not read.`] : []),
      ...(otherwise.length > 0 ? [`\n\nNot as declared:${bullets(otherwise)}`] : []),
      ...(undecided.length > 0 ? [`\n\nNeither as declared nor otherwise:${bullets(undecided)}`] : []),
    ].join(''),
    props: [prop('control', id), prop('means', 'read-back'), prop('where', where), prop('level', 'deployed')],
  };
  return [
    {
      control,
      means: 'read-back',
      short: otherwise.length > 0,
      observation: observation(look, control, 'read-back', '', {
        ...described,
        ...(look.facts.deployed?.at ? { collected: look.facts.deployed.at } : {}),
      }),
    },
  ];
}

/** How long it took, where it was measured. */
const times = ({ fixedMs, noticedMs }: DrilledControl) => [
  ...(noticedMs === undefined ? [] : [prop('noticed-ms', noticedMs)]),
  ...(fixedMs === undefined ? [] : [prop('fixed-ms', fixedMs)]),
];

function byDrill(look: Look, control: ControlCoverage): Seen[] {
  // A break that was not made for real shows nothing, either way.
  const rows = control.drilled.filter(({ passed, proof }) => proof === 'live' || !passed);
  return rows.map((row, index) => {
    const { at, brokenBy, name, outcome, passed, why } = row;
    const described = {
      title: markup`Drill: ${control.title}`,
      description: [
        markup`Broken${brokenBy ? ` by ${brokenBy}` : ''} on a local cloud, which is an emulator and not AWS: `,
        passed ? markup`${outcome ?? 'noticed'}.` : markup`fell short. ${why ?? 'No reason was given.'}`,
      ].join(''),
      props: [
        prop('control', control.id),
        prop('means', 'drill'),
        prop('level', 'operating'),
        ...(name ? [prop('break', name)] : []),
        ...times(row),
      ],
      ...(at ? { collected: at } : {}),
    };
    return {
      control,
      means: 'drill',
      short: !passed,
      observation: observation(look, control, 'drill', `${name ?? ''} ${brokenBy ?? ''} ${index}`, described),
    };
  });
}

function byOperation(look: Look, control: ControlCoverage): Seen[] {
  const { operation } = look.facts;
  const { id, sampled, title } = control;
  if (!operation || !sampled) return [];
  const where = operation.where === 'account' ? 'in the account' : 'on a local cloud, which is an emulator and not AWS';
  const described = {
    title: markup`Operation: ${title}`,
    description: markup`${sampleText(sampled)}, ${where}${sampled.fellShort ? '; the last was not answered as promised' : ''}.`,
    props: [
      prop('control', id),
      prop('means', 'operation'),
      prop('where', operation.where),
      prop('level', 'operating'),
      prop('records', sampled.records),
      prop('first', sampled.first),
    ],
    collected: sampled.last,
  };
  const seen = observation(look, control, 'operation', '', described);
  return [{ control, means: 'operation', short: sampled.fellShort, observation: seen }];
}

/** Everything that was seen, by control in the order of the registry. */
export function observed(facts: EvidenceFacts, coverage: Coverage): readonly Seen[] {
  const { deployed, gate } = facts;
  const look: Look = {
    facts,
    components: new Map(constructsOf(facts, coverage).map(({ path, uuid }) => [path, uuid])),
    excepted: new Set(gate.inForce.flatMap(({ findings }) => findings.map(({ path, rule }) => `${rule} ${path}`))),
    readBack: new Map(
      (deployed?.resources ?? []).map((one) => [`${one.stack}/${one.logicalId} ${one.kind}`, one] as const),
    ),
    kinds: new Map(registry.map(({ id, resource }) => [id, resource.name])),
  };
  return coverage.controls.flatMap((control) => [
    ...byGate(look, control),
    ...(deployed ? byReadBack(look, control, deployed.where) : []),
    ...byDrill(look, control),
    ...byOperation(look, control),
  ]);
}

/** References to observations. */
export const relatedTo = (seen: readonly Seen[]) =>
  some(
    'related-observations',
    seen.map(({ observation: { uuid } }) => ({ 'observation-uuid': uuid })),
  );
