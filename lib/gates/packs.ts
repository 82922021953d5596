/** The packs: each turns a synthesized app into findings. */
import { type App, type CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, type NagPack, NIST80053R5Checks } from 'cdk-nag';
import { hipaaEligible, hipaaEligibleAsOf, neverTouchesPhi } from '../config/hipaa-eligible';
import { controls } from '../controls';
import type { Environment } from '../resources/intrinsics';
import { type NamedTemplate, readTemplates } from '../resources/template';
import { evaluateControls } from './evaluate';
import type { GateFinding, Pack } from './finding';

/** A synthesized app, as packs see it. */
export interface Synthesized {
  readonly app: App;
  readonly templates: readonly NamedTemplate[];
  readonly environment: Environment;
  /** Every resource of the construct tree. */
  readonly resources: readonly CfnResource[];
}

/** A pack that runs beside those of every synth. */
export interface GatePack {
  readonly name: Pack;
  readonly run: (synthesized: Synthesized) => readonly GateFinding[];
}

const vendorPacks: readonly (readonly [Pack, (app: App) => NagPack])[] = [
  ['cdk-nag HIPAA Security', (app) => new HIPAASecurityChecks(app)],
  ['cdk-nag NIST 800-53 r5', (app) => new NIST80053R5Checks(app)],
  ['cdk-nag AwsSolutions', (app) => new AwsSolutionsChecks(app)],
];

/** The paragraphs that a rule of cdk-nag's HIPAA pack cites in its message. */
const citations = (message: string): readonly string[] => message.match(/164\.\d{3}(?:\([a-zA-Z0-9]+\))*/g) ?? [];

/** cdk-nag's three packs, run on the tree itself: `Validations.acknowledge` is refused below, so nothing is hidden. */
export function vendorFindings({ app }: Synthesized): readonly GateFinding[] {
  return vendorPacks.flatMap(([pack, create]) =>
    create(app)
      .validateScope(app)
      .violations.flatMap(({ ruleName, description, violatingResources }) =>
        violatingResources.map(({ constructPath = '' }) => ({
          pack,
          rule: ruleName,
          path: constructPath,
          message: description,
          hipaa: citations(description),
          remedy: `Change the resource so that ${ruleName} holds; the house's constructs do.`,
        })),
      ),
  );
}

/** Asepsis's own controls over all templates at once. */
export function controlFindings({ environment, resources, templates }: Synthesized): readonly GateFinding[] {
  const paths = new Map(resources.map((resource) => [idOf(resource), resource.node.path]));
  return evaluateControls(readTemplates(templates, environment), controls).map(
    ({ control, reasons, resource, status }) => ({
      pack: 'asepsis',
      rule: control.id,
      path: paths.get(`${resource.stack}/${resource.logicalId}`) ?? `${resource.stack}/${resource.logicalId}`,
      message: `${control.title}${status === 'undecidable' ? ' (cannot be decided)' : ''}: ${reasons.map(({ expected, found, path }) => `${path} is ${found}, expected ${expected}`).join('; ')}`,
      hipaa: control.hipaa,
      remedy: control.remedy,
    }),
  );
}

/** `stack/LogicalId`, as template resources are named. */
export function idOf(resource: CfnResource): string {
  const stack = Stack.of(resource);
  return `${stack.stackName}/${String(stack.resolve(resource.logicalId))}`;
}

/** Every service in use is on AWS's HIPAA list, or never touches PHI. 45 CFR 164.308(b)(1), 164.314(a). */
export function eligibilityFindings({ resources }: Synthesized): readonly GateFinding[] {
  return resources.flatMap((resource) => {
    const service = resource.cfnResourceType.split('::')[1] ?? '';
    if (
      !resource.cfnResourceType.startsWith('AWS::') ||
      Object.hasOwn(hipaaEligible, service) ||
      neverTouchesPhi.includes(service)
    )
      return [];
    return [
      {
        pack: 'hipaa-eligible' as const,
        rule: 'aws.service.hipaa-eligible',
        path: resource.node.path,
        message: `${resource.cfnResourceType} is of a service that is not on AWS's HIPAA list as of ${hipaaEligibleAsOf}`,
        hipaa: ['164.308(b)(1)', '164.314(a)(1)'],
        remedy:
          "Use a service on AWS's HIPAA list; if it has been added since, update lib/config/hipaa-eligible.ts with the date.",
      },
    ];
  });
}

/** Acknowledgements that hide nothing from the gate: advice of CloudFormation's own validation. */
const harmlessAcknowledgement = /^CloudFormation-Validate::/;

/** The one way around a rule is the exceptions file: an acknowledgement in code is a finding of its own. */
export function acknowledgementFindings({ app }: Synthesized): readonly GateFinding[] {
  return app.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.keys((data ?? {}) as Record<string, unknown>))
      .filter((id) => !harmlessAcknowledgement.test(id))
      .map((id) => ({
        pack: 'acknowledgement' as const,
        rule: 'asepsis.exception.in-file',
        path: construct.node.path,
        message: `${id} is acknowledged in code, where nobody owns it and it never expires`,
        hipaa: ['164.308(a)(8)'],
        remedy: 'Remove the acknowledgement; record an exception in config/exceptions.yaml.',
      })),
  );
}
