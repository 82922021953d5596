/**
 * Granted = used: what the roles of the drift loop may do by their synthesized policies, against the SDK calls that they
 * really made. Pure.
 */
import { z } from 'zod';
import { callMessage } from '../../lambdas/drift/trace';
import { controls } from '../../lib/controls';
import { fixWants, readWants } from '../../lib/drift/permissions';
import { iamManagedPolicy } from '../../lib/resources/iam-policy';
import { iamRole } from '../../lib/resources/iam-role';
import type { TemplateSet } from '../../lib/resources/template';
import { isUnknown } from '../../lib/resources/value';
import { actionOf } from './iam-actions';
import { unusedReason } from './unused';

/** One call as a function's log tells it. */
export interface TracedCall {
  /** Name of the function. */
  readonly function: string;
  readonly as: 'own' | 'fixer';
  /** The SDK's names, for example `S3Client` and `GetBucketPolicyCommand`. */
  readonly client: string;
  readonly command: string;
  /** Resource that it was about, by the name of the parameter. @default none that is noted */
  readonly on?: Readonly<Record<string, string>>;
}

const lineSchema = z.object({
  message: z.literal(callMessage),
  as: z.enum(['own', 'fixer']),
  client: z.string(),
  command: z.string(),
  on: z.record(z.string(), z.string()).optional(),
});

/** The call that a line of a function's log tells of, if any. */
export function tracedCall(name: string, line: string): readonly TracedCall[] {
  if (!line.includes(callMessage)) return [];
  const { as, client, command, on } = lineSchema.parse(JSON.parse(line));
  return [{ function: name, as, client, command, ...(on ? { on } : {}) }];
}

/** One role of the loop. */
export interface GrantedRow {
  readonly role: string;
  readonly granted: readonly string[];
  readonly used: readonly string[];
  /** Granted, never used, and why it is granted nevertheless. */
  readonly unused: readonly { readonly action: string; readonly reason: string }[];
  /** Granted, never used, and nobody can say why. */
  readonly unexplained: readonly string[];
  /** Used and not granted: it would be refused on AWS. */
  readonly missing: readonly string[];
}

/** Suffix of the SDK package by client, where it is not the client's name in small letters. */
const packages: Readonly<Record<string, string>> = {
  CloudWatchLogs: 'cloudwatch-logs',
  CognitoIdentity: 'cognito-identity',
  CognitoIdentityProvider: 'cognito-identity-provider',
  ConfigService: 'config-service',
  S3Control: 's3-control',
  SecretsManager: 'secrets-manager',
};

/** The IAM action of a traced call. */
export function actionOfCall({ client, command }: Pick<TracedCall, 'client' | 'command'>): string {
  const name = client.replace(/Client$/, '');
  return actionOf(packages[name] ?? name.toLowerCase(), command.replace(/Command$/, ''));
}

/** Who the caller is: a function's own role carries its name, its fixers' the same with `-fixer`. */
export const roleOf = ({ as, function: name }: TracedCall): string => (as === 'fixer' ? `${name}-fixer` : name);

/** Actions that a role's policies allow, by the role's name. Ours hold all in one managed policy. */
export function grantsOf(templates: TemplateSet): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const role of templates.ofType('AWS::IAM::Role')) {
    const { name } = iamRole.read(role, templates);
    if (isUnknown(name)) continue;
    const documents = templates
      .attached(role, 'AWS::IAM::ManagedPolicy', 'Roles')
      .map((policy) => iamManagedPolicy.read(policy, templates).document);
    const statements = documents.flatMap((document) => (isUnknown(document) ? [] : document.statements));
    const allowed = statements.filter(({ effect }) => effect === 'Allow').flatMap(({ actions }) => actions);
    found.set(name, [...new Set(allowed)].sort());
  }
  return found;
}

/** Kinds by the actions that reading and fixing them takes. */
const needing: ReadonlyMap<string, readonly string[]> = (() => {
  const found = new Map<string, string[]>();
  for (const { actions, kind } of [...readWants(controls), ...fixWants(controls)])
    for (const action of actions) found.set(action, [...(found.get(action) ?? []), kind]);
  return found;
})();

/** Why an action is not used where all that needs it is not deployed. */
function absentReason(action: string, absent: ReadonlySet<string>): string | undefined {
  const kinds = [...new Set(needing.get(action))];
  if (kinds.length === 0 || !kinds.every((kind) => absent.has(kind))) return undefined;
  return `this configuration deploys nothing of the kind ${kinds.join(', ')}`;
}

/**
 * Holds every role whose name starts with `prefix` against what was called.
 *
 * @param prefix of the names of the loop's functions, `<deployment>-drift-`
 * @param absent kinds of which this configuration deploys nothing. @default none
 */
export function grantedAndUsed(
  templates: TemplateSet,
  calls: readonly TracedCall[],
  prefix: string,
  absent: ReadonlySet<string> = new Set(),
): readonly GrantedRow[] {
  const used = new Map<string, Set<string>>();
  for (const call of calls) used.set(roleOf(call), (used.get(roleOf(call)) ?? new Set()).add(actionOfCall(call)));
  return [...grantsOf(templates)]
    .filter(([role]) => role.startsWith(prefix))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([role, granted]) => {
      const mine = used.get(role) ?? new Set<string>();
      const idle = granted.filter((action) => !mine.has(action));
      const reasons = idle.map((action) => ({
        action,
        reason: unusedReason(role, action) ?? absentReason(action, absent),
      }));
      return {
        role,
        granted,
        used: [...mine].sort(),
        unused: reasons.flatMap(({ action, reason }) => (reason === undefined ? [] : [{ action, reason }])),
        unexplained: reasons.flatMap(({ action, reason }) => (reason === undefined ? [action] : [])),
        missing: [...mine].filter((action) => !granted.includes(action)).sort(),
      };
    });
}
