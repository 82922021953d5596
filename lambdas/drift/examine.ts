/** Reads one resource live and puts together what is known of it. */
import * as z from 'zod';
import type { AnyControl } from '../../lib/controls/control';
import { guardedPaths } from '../../lib/controls/guards';
import { type Comparison, compareStates } from '../../lib/resources/compare';
import { resolveState, type StackResource } from '../../lib/resources/resolve';
import type { TemplateResource } from '../../lib/resources/template';
import { findUnknown, mark } from '../../lib/resources/value';
import type { CarriedException, Facts, Finding, Judged } from './decide';
import type { Deployment } from './deployment';
import { openFindings } from './findings';
import type { Live, LiveKind } from './live/live';
import type { History, Ports } from './ports';
import type { ResourceName } from './record';

/** One resource to look at. */
export interface Target {
  readonly kind: LiveKind<unknown>;
  readonly controls: readonly AnyControl[];
  readonly physicalId: string;
  /** Its row and its template, where a stack of ours declares it. */
  readonly row?: StackResource;
  readonly template?: TemplateResource;
}

export interface Examination {
  readonly facts: Facts;
  /** The declared state with physical values; undefined where nothing declares it. */
  readonly declared: unknown;
  readonly live: unknown;
}

const exceptionsSchema = z.array(z.object({ rule: z.string(), expires: z.iso.date() }));

function exceptionsOf(template: TemplateResource | undefined): readonly CarriedException[] | undefined {
  const carried = template?.metadata['asepsis:exceptions'];
  if (carried === undefined) return [];
  const parsed = exceptionsSchema.safeParse(carried);
  return parsed.success ? parsed.data : undefined;
}

const judge = (controls: readonly AnyControl[], state: unknown): readonly Judged[] =>
  controls.map((control) => ({ control, verdict: control.evaluate(state), guards: guardedPaths(control, state) }));

/** The name under which a resource is remembered. */
export const nameOf = ({ kind, physicalId, row }: Target): ResourceName => ({
  kind: kind.kind.name,
  physicalId,
  ...(row ? { stack: row.stack, logicalId: row.logicalId } : {}),
});

/** A target for a deployed resource, or undefined where its template does not declare it any more. */
export function targetOf(
  kind: LiveKind<unknown>,
  controls: readonly AnyControl[],
  row: StackResource,
  { declared }: Deployment,
): Target | undefined {
  const template = declared.target(mark(row.stack, row.logicalId));
  if (!template) return undefined;
  return { kind, controls, physicalId: row.physicalId, row, template };
}

/** What was compared, whichever way the live state was read. */
export function compareWith(target: Target, declared: unknown, live: unknown): Comparison {
  if (declared === undefined || live === undefined) return { compared: 0, differences: [], undecided: [] };
  return compareStates(declared, live, target.kind.kind.owned);
}

/** Each path that can be put, with every path that the same call writes. */
function putsOf({ puts }: Live<unknown>): Facts['puts'] {
  const paths = Object.keys(puts);
  return new Map(paths.map((path) => [path, paths.filter((other) => puts[other] === puts[path])]));
}

/** What a state that was read live says, held against the declared one. */
function liveFacts(
  target: Target,
  declared: unknown,
  live: unknown,
): Pick<Facts, 'live' | 'differences' | 'undecided'> {
  const { differences, undecided } = compareWith(target, declared, live);
  return { live: live === undefined ? undefined : judge(target.controls, live), differences, undecided };
}

/** Whether the declared state says all of its resource, and nothing of it is unknown. */
const isWhole = ({ kind, template }: Target, { declared: set }: Deployment, declared: unknown): boolean =>
  template !== undefined && (kind.kind.saysAll?.(template, set) ?? true) && findUnknown(declared) === undefined;

/** @throws what the live read throws: a failed read is never taken as absence */
export async function examine(
  target: Target,
  deployment: Deployment,
  ports: Ports,
  history: History,
): Promise<Examination> {
  const { controls, kind, physicalId, row, template } = target;
  const promised = template && kind.kind.read(template, deployment.declared);
  const declared = promised === undefined ? undefined : resolveState(promised, deployment.lookup);
  const reader = ports.reader(kind);
  const [settings, live] = await Promise.all([ports.settings(), reader.read(physicalId, declared)]);
  return {
    declared,
    live,
    facts: {
      ...liveFacts(target, declared, live),
      settings,
      now: ports.clock(),
      stackStatus: row && deployment.statuses.get(row.stack),
      unattested: row && deployment.unattested.get(row.stack),
      // As the gate judged it, marks and all: a mark that cannot be resolved here is no weakness of the template.
      declared: promised === undefined ? undefined : judge(controls, promised),
      exceptions: exceptionsOf(template),
      puts: putsOf(reader),
      canRecreate: reader.recreate !== undefined && isWhole(target, deployment, declared),
      held: history.held,
      fixes: history.fixes,
    },
  };
}

/** The same examination with what a later read showed. */
export const reexamine = (target: Target, { declared, facts }: Examination, live: unknown): Examination => ({
  declared,
  live,
  facts: { ...facts, ...liveFacts(target, declared, live) },
});

/** What is still wrong or not known; everything, where that cannot be told. */
export function leftIn({ facts }: Examination): readonly Finding[] {
  const { exceptions, live, settings } = facts;
  if (live === undefined) return [{ path: '', controls: [], found: 'nothing', expected: 'the resource' }];
  const { findings, unknowns } = openFindings(facts, settings ?? { stop: false, modes: {} }, exceptions ?? []);
  return [...findings, ...unknowns];
}
