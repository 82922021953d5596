/** What falls short, from every source of facts, in one shape: the findings of SARIF and OCSF. Pure. */
import { controls } from '../../controls';
import type { Severity } from '../../controls/control';
import type { EvidenceFacts, Origin } from '../facts';

/** Why a shortfall is accepted: whose decision, until when. */
export interface Acceptance {
  readonly reason: string;
  readonly owner: string;
  /** The last day, as YYYY-MM-DD. */
  readonly expires: string;
}

/** One rule that one resource does not keep, or not as declared. */
export interface Shortfall {
  /** Control id, vendor rule id, or `asepsis.deployed.as-declared`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hipaa: readonly string[];
  readonly remedy: string;
  /** Construct path, or the kind of what no template declares. */
  readonly path: string;
  readonly origin?: Origin;
  /** It could not be compared: neither kept nor broken. @default it falls short */
  readonly undecided?: true;
  /** @default nobody accepted it */
  readonly accepted?: Acceptance;
}

/** The rule of what was read back otherwise than declared; it is no control's own. */
export const asDeclared = {
  id: 'asepsis.deployed.as-declared',
  title: 'What is deployed stands as its template declares it',
  remedy: 'Let the drift loop put it back, or deploy the stack again.',
  hipaa: ['164.308(a)(8)'],
  severity: 'high' as const,
};

const byId = new Map(controls.map((control) => [control.id, control]));

/** Vendors' rules have no severity of their own that means the same as ours. */
const severityOf = (rule: string): Severity => byId.get(rule)?.severity ?? 'medium';

function accepted({ gate, origins }: EvidenceFacts): readonly Shortfall[] {
  const places = new Map(origins.map((origin) => [origin.path, origin]));
  return gate.inForce.flatMap(({ exception, findings }) =>
    findings.map(({ hipaa, message, path, remedy, rule }): Shortfall => {
      const origin = places.get(path);
      return {
        rule,
        severity: severityOf(rule),
        message,
        hipaa,
        remedy,
        path,
        ...(origin ? { origin } : {}),
        accepted: { reason: exception.reason, owner: exception.owner, expires: exception.expires },
      };
    }),
  );
}

function readBack({ deployed, origins }: EvidenceFacts): readonly Shortfall[] {
  const places = new Map(origins.map((origin) => [`${origin.stack}/${origin.logicalId}`, origin]));
  return (deployed?.resources ?? []).flatMap(({ deviations, kind, logicalId, stack, undecided = [] }) => {
    const name = `${stack}/${logicalId}`;
    const origin = places.get(name);
    const common = { ...asDeclared, rule: asDeclared.id, path: origin?.path ?? name, ...(origin ? { origin } : {}) };
    const { id: _, title: __, ...rest } = common;
    return [
      ...deviations.map(
        ({ path, problem }): Shortfall => ({ ...rest, message: `${kind} ${name}: ${path}: ${problem}` }),
      ),
      ...undecided.map(
        ({ path, why }): Shortfall => ({
          ...rest,
          remedy: 'Look at it by hand: it is neither as declared nor otherwise.',
          message: `${kind} ${name}: ${path}: cannot be compared: ${why}`,
          undecided: true,
        }),
      ),
    ];
  });
}

function undrilled({ drill }: EvidenceFacts): readonly Shortfall[] {
  return (drill?.rows ?? [])
    .filter(({ passed }) => !passed)
    .map(({ control, kind, name, why }) => ({
      rule: control,
      severity: severityOf(control),
      message: `Broken in a drill${name ? ` (${name})` : ''} and not put right as promised: ${why ?? 'no reason was given'}`,
      hipaa: byId.get(control)?.hipaa ?? [],
      remedy: 'Look the drill up, and mend what hears of the break or what puts it right.',
      path: kind,
    }));
}

const keyOf = ({ message, path, rule }: Shortfall) => `${rule}\n${path}\n${message}`;

/** Everything that falls short or is not decided, sorted, each once. */
export function shortfallsOf(facts: EvidenceFacts): readonly Shortfall[] {
  const all = [...accepted(facts), ...readBack(facts), ...undrilled(facts)];
  return [...new Map(all.map((one) => [keyOf(one), one])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);
}
