/** How far each control is shown over one deployment: designed, deployed, operating. Pure. */
import type { AnyControl } from '../../controls/control';
import type { DrilledControl, EvidenceFacts, Origin, ReadBackResource } from '../facts';
import { recordsByControl, type Sample, sampleOf } from '../operation/samples';
import { drillGaps, drillStanding, sampleGaps, sampleStanding, stagedGap } from './breaks';
import { type Concerned, type ConcernedBy, concernedBy, needs } from './concerned';
import { type Limits, limitsOf } from './limits';
import type { ControlCoverage, Standing } from './model';

/** What is looked up of the facts, by resource and by control. */
interface Indexed {
  readonly facts: EvidenceFacts;
  readonly readBack: ReadonlyMap<string, ReadBackResource>;
  readonly leftOut: ReadonlyMap<string, string>;
  readonly drilled: ReadonlyMap<string, readonly DrilledControl[]>;
  readonly records: ReturnType<typeof recordsByControl>;
  /** `control path` of findings that an exception covers. */
  readonly excepted: ReadonlySet<string>;
  readonly limits: Limits;
}

const nameOf = ({ logicalId, stack }: Pick<Origin, 'stack' | 'logicalId'>) => `${stack}/${logicalId}`;

function index(facts: EvidenceFacts): Indexed {
  const drilled = new Map<string, DrilledControl[]>();
  for (const row of facts.drill?.rows ?? []) drilled.set(row.control, [...(drilled.get(row.control) ?? []), row]);
  const { deployed, gate } = facts;
  return {
    facts,
    drilled,
    records: recordsByControl(facts.operation),
    readBack: new Map((deployed?.resources ?? []).map((one) => [`${nameOf(one)} ${one.kind}`, one])),
    leftOut: new Map((deployed?.leftOut ?? []).map((one) => [nameOf(one), one.reason])),
    excepted: new Set(gate.inForce.flatMap(({ findings }) => findings.map(({ path, rule }) => `${rule} ${path}`))),
    limits: limitsOf(facts),
  };
}

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

interface Looked {
  readonly asDeclared: number;
  readonly otherwise: readonly string[];
  readonly undecided: readonly string[];
  readonly unread: readonly string[];
}

/** The first few of many, so that a hundred practices do not make a hundred sentences. */
function few(gaps: readonly string[]): readonly string[] {
  const shown = gaps.slice(0, 3);
  return gaps.length > shown.length ? [...shown, `and ${gaps.length - shown.length} more like these`] : shown;
}

/**
 * What the read-back says of the resources that a control concerns. A deviation is of the whole resource; a value that cannot
 * be compared is of those controls alone that cannot decide without it.
 */
function look(control: AnyControl, concerned: readonly Concerned[], { leftOut, readBack }: Indexed): Looked {
  const looked = { otherwise: [] as string[], undecided: [] as string[], unread: [] as string[] };
  let asDeclared = 0;
  for (const one of concerned) {
    const name = nameOf(one.origin);
    const found = readBack.get(`${name} ${control.resource.name}`);
    const paths = found?.deviations.map(({ path }) => path).join(', ');
    const hidden = (found?.undecided ?? []).filter(({ path }) => needs(control, one, path));
    if (!found) looked.unread.push(`${name} was not read back: ${leftOut.get(name) ?? 'not looked at'}`);
    else if (paths) looked.otherwise.push(`${name} is not as declared: ${paths}`);
    else if (hidden.length > 0)
      looked.undecided.push(
        `${name} cannot be compared at ${hidden.map(({ path, why }) => `${path}: ${why}`).join(', ')}`,
      );
    else asDeclared += 1;
  }
  return { ...looked, asDeclared };
}

type Stood = Pick<ControlCoverage, 'standing' | 'gaps' | 'asDeclared' | 'deviating' | 'undecided' | 'excepted'>;

/** A break of one resource says little of the others: the read-back says the rest. */
function withReadBack(shown: Standing, asDeclared: number, population: number, { deployed }: EvidenceFacts): Standing {
  if (population === 0) return shown;
  const rest = deployed ? `${asDeclared} of ${population} read back as declared` : 'nothing was read back';
  return { ...shown, shownBy: `${shown.shownBy}; ${rest}` };
}

/** What stands in the templates, and was read back as it stands there. */
function declaredStanding(count: number, asDeclared: number, { at, deployed }: EvidenceFacts): Standing {
  const resources = plural(count, 'resource');
  return deployed && asDeclared === count
    ? {
        level: 'deployed',
        at: deployed.at ?? at.toISOString(),
        where: deployed.where,
        shownBy: `${resources} read back as declared`,
      }
    : { level: 'designed', at: at.toISOString(), shownBy: `evaluated on ${resources} of the templates` };
}

const drilledGaps = (rows: readonly DrilledControl[], { drill }: EvidenceFacts): readonly string[] =>
  drill ? (rows.length > 0 ? drillGaps(rows) : ['no drill breaks it']) : ['nothing was drilled'];

/** A control that concerns nothing here: a drill of something staged is no sign of this deployment. */
function withoutResource(others: number, rows: readonly DrilledControl[], facts: EvidenceFacts): Stood {
  const none =
    others > 0 ? `${plural(others, 'resource')} of its kind here, which it does not concern` : 'no such resource here';
  return {
    gaps: [none, ...stagedGap(rows), ...drilledGaps(rows, facts)],
    asDeclared: 0,
    deviating: 0,
    undecided: [],
    excepted: 0,
  };
}

/** The highest level that is shown, and what keeps it from standing higher. */
function stand(
  control: AnyControl,
  { concerned, others }: ConcernedBy,
  indexed: Indexed,
  sample: Sample | undefined,
): Stood {
  const { drilled, excepted, facts, limits } = indexed;
  const rows = drilled.get(control.id) ?? [];
  if (concerned.length === 0 && !isUndeclared(control)) return withoutResource(others, rows, facts);
  const upheld = concerned.filter(({ origin: { path } }) => !excepted.has(`${control.id} ${path}`));
  const short = concerned.length - upheld.length;
  const { asDeclared, otherwise, undecided, unread } = look(control, upheld, indexed);
  const gaps = [
    ...(short > 0 ? [`${plural(short, 'resource')} fall short of it by an exception in force`] : []),
    ...(facts.deployed
      ? [...few(otherwise), ...few(undecided), ...few(unread)]
      : upheld.length > 0
        ? ['nothing was read back']
        : []),
    ...drilledGaps(rows, facts),
    ...sampleGaps(sample, facts),
    ...(limits.controls.get(control.id) ?? []),
  ];
  const stood = { gaps, asDeclared, deviating: otherwise.length, undecided, excepted: short };
  if (concerned.length > 0 && upheld.length === 0) return stood;
  const shown = sample ? sampleStanding(sample, facts) : drillStanding(rows, concerned.length, facts);
  if (shown && otherwise.length + undecided.length === 0)
    return { ...stood, standing: withReadBack(shown, asDeclared, concerned.length, facts) };
  return upheld.length > 0 ? { ...stood, standing: declaredStanding(upheld.length, asDeclared, facts) } : stood;
}

/** Whether a control is about what must not exist, or what no template declares. */
const isUndeclared = ({ forbidden, resource }: AnyControl): boolean =>
  forbidden === true || resource.types.length === 0;

/** Every control of the registry, in its order. */
export function controlsCovered(facts: EvidenceFacts): readonly ControlCoverage[] {
  const indexed = index(facts);
  return [...concernedBy(facts)].map(([control, found]) => {
    const { configRule, fix, hipaa, id, severity, title } = control;
    const resources = found.concerned.map(({ origin }) => origin);
    const sample = sampleOf(control, indexed.records.get(id) ?? []);
    return {
      id,
      title,
      hipaa,
      severity,
      ...(configRule ? { configRule } : {}),
      fix,
      resources,
      notConcerned: found.others,
      atSynth: resources.length > 0 || (control.forbidden === true && control.resource.types.length > 0),
      undeclared: isUndeclared(control),
      drilled: indexed.drilled.get(id) ?? [],
      ...(sample ? { sampled: sample } : {}),
      ...stand(control, found, indexed, sample),
    };
  });
}
