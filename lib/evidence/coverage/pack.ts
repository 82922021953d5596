/** What answers each rule of AWS's conformance pack in one deployment. Pure. */
import { leftOutRules } from '../../config/config-rules';
import { tiers } from '../../config/tiers';
import type { EvidenceFacts, OperationFacts } from '../facts';
import { type Found, foundIn } from '../operation/found';
import { conformancePack } from '../rule';
import type { PackRule } from '../rule/item';
import type { ControlCoverage, PackRuleCoverage, Place, Standing } from './model';
import { differencesOf, exceptedPaths, type RuleScope } from './pack-differs';
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

/** The managed rules that the templates declare, by AWS's identifier, with what each is narrowed to. */
function declaredRules({ set }: EvidenceFacts): ReadonlyMap<string, RuleScope> {
  return new Map(
    set.ofType('AWS::Config::ConfigRule').flatMap(({ properties }) => {
      const identifier = field(properties.Source, 'SourceIdentifier');
      const [key, value] = [field(properties.Scope, 'TagKey'), field(properties.Scope, 'TagValue')];
      return identifier === undefined ? [] : [[identifier, key && value ? { tag: { key, value } } : {}] as const];
    }),
  );
}

/** A text in a record. */
function field(record: unknown, name: string): string | undefined {
  const value = typeof record === 'object' && record !== null ? (record as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

const identifierOf = ({ identifier, name }: PackRule) => identifier ?? name.toUpperCase().replaceAll('-', '_');

/** What one deployment holds against the pack. */
interface Means {
  readonly at: string;
  readonly facts: EvidenceFacts;
  /** The rules that AWS Config evaluates, by their identifier. */
  readonly applied: ReadonlyMap<string, RuleScope>;
  /** Whether the gate had anything to evaluate. */
  readonly gated: boolean;
  readonly controls: ReadonlyMap<string, readonly ControlCoverage[]>;
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
  return {
    facts,
    at: facts.at.toISOString(),
    applied: declaredRules(facts),
    gated: facts.set.resources.length > 0,
    controls: byRule,
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

/** "3 under an exception in force". */
function exceptedNote(nag: string, { facts }: Means): string | undefined {
  const count = exceptedPaths(nag, facts).length;
  return count > 0 ? `${count} under an exception in force` : undefined;
}

/** The gate's own rule, with how many resources exceptions cover. */
function gatePlace(nag: string, means: Means): Place {
  const note = exceptedNote(nag, means);
  return { kind: 'gate rule', name: nag, ...(note ? { note } : {}) };
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

function gateStanding(nag: string, means: Means): Standing {
  const note = exceptedNote(nag, means);
  return {
    level: 'designed',
    at: means.at,
    shownBy: `evaluated by the gate's rule at this synth${note ? `: ${note}` : ''}`,
  };
}

function standingOf(rule: PackRule, answering: readonly ControlCoverage[], applied: boolean, means: Means) {
  const standings = answering.flatMap(({ standing }) => (standing ? [standing] : []));
  const shown = together(standings, 'control', answering.length - standings.length);
  if (shown) return shown;
  if (applied) return ruleStanding(rule, means);
  return means.gated && rule.nag !== undefined ? gateStanding(rule.nag, means) : undefined;
}

function cover(rule: PackRule, means: Means): PackRuleCoverage {
  const scope = means.applied.get(identifierOf(rule));
  const applied = scope !== undefined;
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
    differs: absent ? [] : differencesOf(rule, answering, scope, means.facts),
    ...(why ? { reason: why } : {}),
    ...(standing ? { standing } : {}),
  };
}

/** All 130 rules. */
export function packCovered(facts: EvidenceFacts, controls: readonly ControlCoverage[]): readonly PackRuleCoverage[] {
  const means = meansOf(facts, controls);
  return conformancePack.map((rule) => cover(rule, means));
}
