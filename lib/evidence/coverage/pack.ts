/** What answers each rule of AWS's conformance pack in one deployment. Pure. */
import { leftOutRules } from '../../config/config-rules';
import { tiers } from '../../config/tiers';
import type { EvidenceFacts } from '../facts';
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
}

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

function placesOf(
  rule: PackRule,
  answering: readonly ControlCoverage[],
  applied: boolean,
  means: Means,
): readonly Place[] {
  return [
    ...answering.map(({ id }): Place => ({ kind: 'control', name: id })),
    ...(rule.nag ? [gatePlace(rule.nag, means)] : []),
    ...(applied ? [{ kind: 'config rule' as const, name: rule.name }] : []),
    ...(rule.name === process ? [{ kind: 'kept by the practice' as const, name: 'dated written risk analysis' }] : []),
  ];
}

function standingOf(answering: readonly ControlCoverage[], applied: boolean, gated: boolean, at: string) {
  const shown = together(
    answering.flatMap(({ standing }) => (standing ? [standing] : [])),
    'control',
  );
  if (shown) return shown;
  const designed = (shownBy: string): Standing => ({ level: 'designed', at, shownBy });
  if (applied) return designed('declared as a rule of AWS Config');
  return gated ? designed("evaluated by the gate's rule at this synth") : undefined;
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
  const standing = absent ? undefined : standingOf(answering, applied, gated, means.at);
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
