/** What answers each rule of AWS's conformance pack in one deployment. Pure. */
import { leftOutRules } from '../../config/config-rules';
import { tiers } from '../../config/tiers';
import type { EvidenceFacts, OperationFacts } from '../facts';
import { type Found, foundIn } from '../operation/found';
import { conformancePack } from '../rule';
import type { PackRule } from '../rule/item';
import type { ControlCoverage, PackRuleCoverage, Place, Standing } from './model';
import { answersOf, isActive, together, told } from './standing';

/** Reasons for leaving a rule out that say more than that nothing here is of its kind. */
const otherReasons: readonly RegExp[] = [
  /^the rule wants/,
  /^the rule reads/,
  /^the copy of a store/,
  /^AWS takes process/,
];

/** Controls that answer the question of a rule although they name another one as their own. */
const alsoAnswer: Readonly<Record<string, readonly string[]>> = {
  'backup-recovery-point-encrypted': ['backup.vault.encryption'],
  'iam-user-no-policies-check': ['iam.user.forbidden'],
  'iam-user-unused-credentials-check': ['iam.access-key.forbidden', 'iam.login-profile.forbidden'],
  's3-bucket-server-side-encryption-enabled': ['s3.bucket.encryption'],
  'vpc-sg-open-only-to-authorized-ports': ['ec2.security-group.ingress', 'ec2.security-group.egress'],
};

const process = 'annual-risk-assessment-performed';

const reasons: ReadonlyMap<string, string> = new Map(
  Object.entries(leftOutRules).flatMap(([reason, names]) => names.map((name) => [name, reason] as const)),
);

/** AWS's identifiers of the managed rules that the templates declare. */
function declaredRules({ set }: EvidenceFacts): ReadonlySet<string> {
  const sources = set.ofType('AWS::Config::ConfigRule').map(({ properties }) => properties.Source);
  return new Set(
    sources.flatMap((source) =>
      typeof source === 'object' && source !== null && 'SourceIdentifier' in source
        ? String(source.SourceIdentifier)
        : [],
    ),
  );
}

const identifierOf = ({ identifier, name }: PackRule) => identifier ?? name.toUpperCase().replaceAll('-', '_');

/** What one deployment holds against the pack. */
interface Means {
  readonly at: string;
  /** Identifiers of the rules that AWS Config evaluates. */
  readonly applied: ReadonlySet<string>;
  /** Whether the gate had anything to evaluate. */
  readonly gated: boolean;
  readonly controls: ReadonlyMap<string, readonly ControlCoverage[]>;
  readonly exceptions: ReadonlyMap<string, number>;
  /** Why the tier applies fewer rules, where it does. */
  readonly fewer?: string;
  /** What AWS Config answered last in a period of operation, by the name that a rule has here. */
  readonly answered: ReadonlyMap<string, Found['rules']['latest'][number]>;
  readonly where?: OperationFacts['where'];
  /** Starts the rules' names. */
  readonly deployment: string;
}

/** What AWS Config answered last about one of our rules. */
const answerOf = ({ name }: PackRule, { answered, deployment }: Means) => answered.get(`${deployment}-${name}`);

function meansOf(facts: EvidenceFacts, controls: readonly ControlCoverage[]): Means {
  const byRule = new Map<string, ControlCoverage[]>();
  for (const control of controls.filter(isActive)) {
    const others = Object.entries(alsoAnswer).flatMap(([rule, ids]) => (ids.includes(control.id) ? [rule] : []));
    for (const rule of [...(control.configRule ? [control.configRule] : []), ...others])
      byRule.set(rule, [...(byRule.get(rule) ?? []), control]);
  }
  const exceptions = new Map<string, number>();
  for (const { exception, findings } of facts.gate.inForce)
    exceptions.set(exception.rule, (exceptions.get(exception.rule) ?? 0) + findings.length);
  return {
    at: facts.at.toISOString(),
    applied: declaredRules(facts),
    gated: facts.set.resources.length > 0,
    controls: byRule,
    exceptions,
    fewer: tiers[facts.config.tier].why.configRules,
    answered: new Map(
      (facts.operation ? foundIn(facts.operation).rules.latest : []).map((one) => [one.rule, one] as const),
    ),
    ...(facts.operation ? { where: facts.operation.where } : {}),
    deployment: facts.config.name,
  };
}

const isAbsent = (reason: string | undefined) =>
  reason !== undefined && !otherReasons.some((form) => form.test(reason));

/** The gate's own rule, with how many findings exceptions cover. */
function gatePlace(nag: string, { exceptions }: Means): Place {
  const excepted = exceptions.get(nag) ?? 0;
  return {
    kind: 'gate rule',
    name: nag,
    ...(excepted > 0
      ? { note: `${excepted} ${excepted === 1 ? 'finding' : 'findings'} under an exception in force` }
      : {}),
  };
}

function rulePlace(rule: PackRule, means: Means): Place {
  const answer = answerOf(rule, means);
  return {
    kind: 'config rule',
    name: rule.name,
    ...(answer ? { note: `${answer.compliance} on ${answer.at.slice(0, 10)}` } : {}),
  };
}

function placesOf(
  rule: PackRule,
  answering: readonly ControlCoverage[],
  applied: boolean,
  means: Means,
): readonly Place[] {
  return [
    ...answering.map(({ id }): Place => ({ kind: 'control', name: id })),
    ...(rule.nag ? [gatePlace(rule.nag, means)] : []),
    ...(applied ? [rulePlace(rule, means)] : []),
    ...(rule.name === process ? [{ kind: 'kept by the practice' as const, name: 'dated written risk analysis' }] : []),
  ];
}

/** A rule of AWS Config works where it answered, and answered that resources comply. */
function ruleStanding(rule: PackRule, means: Means): Standing {
  const answer = answerOf(rule, means);
  return answer?.compliance === 'COMPLIANT' && means.where
    ? { level: 'operating', at: answer.at, where: means.where, shownBy: 'AWS Config answered COMPLIANT' }
    : { level: 'designed', at: means.at, shownBy: 'declared as a rule of AWS Config' };
}

function standingOf(rule: PackRule, answering: readonly ControlCoverage[], applied: boolean, means: Means) {
  const shown = together(
    answering.flatMap(({ standing }) => (standing ? [standing] : [])),
    'control',
  );
  if (shown) return shown;
  if (applied) return ruleStanding(rule, means);
  return means.gated && rule.nag !== undefined
    ? ({ level: 'designed', at: means.at, shownBy: "evaluated by the gate's rule at this synth" } satisfies Standing)
    : undefined;
}

function cover(rule: PackRule, means: Means): PackRuleCoverage {
  const applied = means.applied.has(identifierOf(rule));
  const gated = means.gated && rule.nag !== undefined;
  const reason = reasons.get(rule.name);
  const answering = means.controls.get(rule.name) ?? [];
  const absent = isAbsent(reason) && !answering.some(({ resources }) => resources.length > 0);
  const answers = told(
    absent
      ? ['no such resource here']
      : [
          ...answering.flatMap(answersOf),
          ...(gated ? ['at synth' as const] : []),
          ...(applied ? ['at run time' as const] : []),
          ...(rule.name === process ? ["the practice's own process" as const] : []),
        ],
  );
  const why = absent || !isAbsent(reason) ? (reason ?? (applied ? undefined : means.fewer)) : undefined;
  const standing = absent ? undefined : standingOf(rule, answering, applied, means);
  return {
    rule,
    answers,
    places: placesOf(rule, answering, applied, means),
    controls: answering.map(({ id }) => id),
    ...(why ? { reason: why } : {}),
    ...(standing ? { standing } : {}),
  };
}

/** All 130 rules. */
export function packCovered(facts: EvidenceFacts, controls: readonly ControlCoverage[]): readonly PackRuleCoverage[] {
  const means = meansOf(facts, controls);
  return conformancePack.map((rule) => cover(rule, means));
}
