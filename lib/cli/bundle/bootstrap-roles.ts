/** The roles of the CDK's bootstrap as `asepsis bootstrap` makes them: the CDK's own template, with our policies on it. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { bootstrapNames } from '../../bootstrap/names';
import { bootstrapTemplate } from '../../bootstrap/template';
import type { Config } from '../../config/schema';
import { AsepsisError } from '../../errors';
import type { NamedTemplate, RawTemplate } from '../../resources/template';

type Parameters = Record<string, { readonly Type: string; readonly Default?: unknown }>;

/** The CDK's template, as the version that is installed bootstraps with it. */
const toolkitTemplate = (): RawTemplate =>
  parse(readFileSync(require.resolve('aws-cdk/lib/api/bootstrap/bootstrap-template.yaml'), 'utf8')) as RawTemplate;

/** What `asepsis bootstrap` gives the CDK's command: lib/cli/account/bootstrap-account.ts. */
function withParameters(template: RawTemplate, config: Config, policyArns: readonly string[]): RawTemplate {
  const { boundary, qualifier } = bootstrapNames(config);
  const given: Readonly<Record<string, unknown>> = {
    ApplyPermissionsBoundaryToAllRoles: 'true',
    CloudFormationExecutionPolicies: policyArns,
    InputPermissionsBoundary: boundary,
    Qualifier: qualifier,
  };
  // An empty text is an empty list there: no account is trusted.
  const parameters: Parameters = Object.fromEntries(
    Object.entries(template.Parameters ?? {}).map(([name, one]) => [
      name,
      one.Type === 'CommaDelimitedList' && one.Default === '' ? { ...one, Default: [] } : one,
    ]),
  );
  for (const [name, value] of Object.entries(given)) {
    const parameter = parameters[name];
    // A parameter that the CDK renames would leave the roles wider than they are, or narrower.
    if (!parameter) throw new TypeError(`the CDK's bootstrap has no parameter ${name}`);
    parameters[name] = { ...parameter, Default: value };
  }
  return { ...template, Parameters: parameters };
}

/**
 * In the deployment's own region.
 *
 * @returns undefined where the actions of a type are not known, so that no bootstrap could be made either
 */
export function bootstrapRoles(
  templates: readonly NamedTemplate[],
  config: Config,
): readonly NamedTemplate[] | undefined {
  const types = new Set(
    templates.flatMap(({ template }) => Object.values(template.Resources ?? {}).map(({ Type }) => Type)),
  );
  const { stack, toolkit } = bootstrapNames(config);
  try {
    const { body, policyArns } = bootstrapTemplate(types, config);
    return [
      { stack, template: JSON.parse(body) as RawTemplate },
      { stack: toolkit, template: withParameters(toolkitTemplate(), config, policyArns) },
    ];
  } catch (error) {
    if (error instanceof AsepsisError) return undefined;
    throw error;
  }
}
