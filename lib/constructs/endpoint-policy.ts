/** The data perimeter of a VPC endpoint: own principals to own resources. NIST SP 800-207, AWS data perimeter. */
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { uphold } from './safeguards';

export interface Perimeter {
  readonly account: string;
  /** AWS Organizations id; without it the perimeter is the account. */
  readonly organisationId?: string;
}

/**
 * Both sides of the perimeter as conditions: who asks, and whose resource it is.
 *
 * @throws SafeguardError for a perimeter around nobody
 */
export function perimeterConditions({ account, organisationId }: Perimeter): { StringEquals: Record<string, string> } {
  uphold('perimeter', [
    [
      organisationId ? /^o-[a-z0-9]+$/.test(organisationId) : /^\d{12}$/.test(account),
      `a perimeter around ${organisationId || account || 'nobody'}`,
      'an organisation id or a 12-digit account',
      'Set account or organisation.id.',
    ],
  ]);
  return {
    StringEquals: organisationId
      ? { 'aws:PrincipalOrgID': organisationId, 'aws:ResourceOrgID': organisationId }
      : { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account },
  };
}

/**
 * Everyone of ours may use the endpoint's service on what is ours; everything else is denied by default.
 *
 * @param actions the service's actions, for example `s3:*`: an endpoint policy bounds, IAM grants
 */
export function endpointPolicy(perimeter: Perimeter, actions: readonly string[]): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'OwnPrincipalsToOwnResources',
        effect: Effect.ALLOW,
        principals: [new AnyPrincipal()],
        actions: [...actions],
        resources: ['*'],
        conditions: perimeterConditions(perimeter),
      }),
    ],
  });
}
