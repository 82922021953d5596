/**
 * `findings.ocsf.jsonl`: one OCSF 1.8 Compliance Finding (class 2003) a line: each control that looks at something here with
 * how far it is shown, and each shortfall. Pure.
 */
import type { Severity } from '../../controls/control';
import type { ControlCoverage, Coverage, Level } from '../coverage/model';
import { fellShort, isActive } from '../coverage/standing';
import type { EvidenceFacts, Origin } from '../facts';
import { uuidOf } from '../uuid';
import { type Shortfall, shortfallsOf } from './shortfall';

const severities: Readonly<Record<Severity, { readonly severity_id: number; readonly severity: string }>> = {
  low: { severity_id: 2, severity: 'Low' },
  medium: { severity_id: 3, severity: 'Medium' },
  high: { severity_id: 4, severity: 'High' },
  critical: { severity_id: 5, severity: 'Critical' },
};

/** `compliance.status_id`. */
const outcomes = {
  unknown: { status_id: 0, status: 'Unknown' },
  pass: { status_id: 1, status: 'Pass' },
  warning: { status_id: 2, status: 'Warning' },
  fail: { status_id: 3, status: 'Fail' },
};

/**
 * `status_id` of the finding: an accepted one is suppressed, every other is told here for the first time, whatever its outcome.
 * None is resolved: that is one that was found short before.
 */
const states = {
  new: { status_id: 1, status: 'New' },
  suppressed: { status_id: 3, status: 'Suppressed' },
};

/** What every finding of a deployment says. */
function commonOf({ at, config, tools }: EvidenceFacts) {
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2003,
    class_name: 'Compliance Finding',
    type_uid: 200301,
    type_name: 'Compliance Finding: Create',
    time: at.getTime(),
    cloud: {
      provider: 'AWS',
      region: config.region,
      account: { uid: config.account, type: 'AWS Account', type_id: 10 },
    },
    metadata: {
      version: '1.8.0',
      profiles: ['cloud'],
      product: { name: 'Asepsis', vendor_name: 'Asepsis', ...(tools.asepsis ? { version: tools.asepsis } : {}) },
    },
  };
}

const resourceOf = ({ logicalId, path, source, stack }: Origin) => ({
  uid: `${stack}/${logicalId}`,
  name: path,
  ...(source ? { labels: [`source:${source}`] } : {}),
});

/** What is shown of a control, each level by itself: what a drill shows was not therefore read back. */
function assessmentsOf({ asDeclared, atSynth, excepted, resources, standing }: ControlCoverage) {
  const meets: Readonly<Record<Level, boolean>> = {
    designed: atSynth && excepted === 0,
    deployed: resources.length > 0 && asDeclared === resources.length,
    operating: standing?.level === 'operating',
  };
  return (Object.keys(meets) as Level[]).map((name) => ({
    name,
    meets_criteria: meets[name],
    ...(standing?.level === name ? { desc: standing.shownBy } : {}),
  }));
}

/** What an exception covers has findings of its own; it passes as little as what could not be compared. */
function outcomeOf(control: ControlCoverage) {
  if (fellShort(control)) return outcomes.fail;
  if (control.excepted > 0) return outcomes.warning;
  return control.standing && control.undecided.length === 0 ? outcomes.pass : outcomes.unknown;
}

function ofControl(control: ControlCoverage, facts: EvidenceFacts, common: ReturnType<typeof commonOf>) {
  const { gaps, hipaa, id, resources, severity, title } = control;
  return {
    ...common,
    ...severities[severity],
    ...states.new,
    finding_info: {
      uid: uuidOf(`findings/${facts.config.name}/${id}`),
      title,
      types: ['Software and Configuration Checks'],
    },
    compliance: {
      control: id,
      standards: ['45 CFR Part 164 Subpart C'],
      requirements: hipaa,
      ...outcomeOf(control),
      ...(gaps.length > 0 ? { status_details: gaps } : {}),
      assessments: assessmentsOf(control),
    },
    ...(resources.length > 0 ? { resources: resources.map(resourceOf) } : {}),
  };
}

function ofShortfall(shortfall: Shortfall, facts: EvidenceFacts, common: ReturnType<typeof commonOf>) {
  const { accepted, hipaa, message, origin, path, remedy, rule, severity, undecided } = shortfall;
  return {
    ...common,
    ...severities[severity],
    ...(accepted ? states.suppressed : states.new),
    ...(accepted ? { comment: `${accepted.owner}, until ${accepted.expires}: ${accepted.reason}` } : {}),
    finding_info: {
      uid: uuidOf(`findings/${facts.config.name}/${rule}/${path}/${message}`),
      title: rule,
      desc: message,
      types: ['Software and Configuration Checks'],
    },
    compliance: {
      control: rule,
      standards: ['45 CFR Part 164 Subpart C'],
      requirements: hipaa,
      ...(accepted ? outcomes.warning : undecided ? outcomes.unknown : outcomes.fail),
    },
    resources: [origin ? resourceOf(origin) : { name: path }],
    remediation: { desc: remedy },
  };
}

/** The file by its name. */
export function ocsfFiles(facts: EvidenceFacts, coverage: Coverage): readonly (readonly [string, string])[] {
  const common = commonOf(facts);
  const lines = [
    ...coverage.controls.filter(isActive).map((control) => ofControl(control, facts, common)),
    ...shortfallsOf(facts).map((shortfall) => ofShortfall(shortfall, facts, common)),
  ];
  return [['findings.ocsf.jsonl', lines.map((line) => `${JSON.stringify(line)}\n`).join('')]];
}
