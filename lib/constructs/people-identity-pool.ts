/** From a token to AWS credentials: one role a group, tagged with practice, group and person. */
import { Stack } from 'aws-cdk-lib';
import {
  CfnIdentityPool,
  CfnIdentityPoolPrincipalTag,
  CfnIdentityPoolRoleAttachment,
  type UserPool,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { GroupRole } from './group-role';
import type { Group } from './group-work';
import { uphold } from './safeguards';

export interface PeopleIdentityPoolProps {
  readonly poolName: string;
  readonly userPool: UserPool;
  /** App clients whose tokens are taken. */
  readonly clientIds: readonly string[];
}

/**
 * No guests, no classic flow (nobody picks a role), and Cognito is asked whether a token was revoked. Who is in no
 * group, or in several, gets no credentials. 45 CFR 164.308(a)(4)(ii)(B), 164.312(a)(1).
 */
export class PeopleIdentityPool extends Construct {
  readonly identityPoolId: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PeopleIdentityPoolProps,
  ) {
    super(scope, id);
    uphold(this.node.path, [
      [props.clientIds.length > 0, 'no app client', 'one or more', 'Name whose tokens are taken.'],
    ]);
    const providerName = props.userPool.userPoolProviderName;
    this.identityPoolId = new CfnIdentityPool(this, 'Pool', {
      identityPoolName: props.poolName,
      allowUnauthenticatedIdentities: false,
      allowClassicFlow: false,
      cognitoIdentityProviders: props.clientIds.map((clientId) => ({
        clientId,
        providerName,
        serverSideTokenCheck: true,
      })),
    }).ref;
    // `practice` and `group` are claims that the pre-token function writes; Cognito's groups claim is a list, no tag.
    new CfnIdentityPoolPrincipalTag(this, 'PrincipalTags', {
      identityPoolId: this.identityPoolId,
      identityProviderName: providerName,
      principalTags: { practice: 'practice', group: 'group', person: 'sub' },
      useDefaults: false,
    });
  }

  /** Gives each group its role, by the token's `group` claim. Call once. */
  mapRoles(roles: Readonly<Partial<Record<Group, GroupRole>>>): void {
    const rules = Object.entries(roles).map(([group, role]) => ({
      claim: 'group',
      matchType: 'Equals',
      value: group,
      roleArn: role.roleArn,
    }));
    const { region } = Stack.of(this);
    const mapping = (clientId: string) => ({
      type: 'Rules',
      ambiguousRoleResolution: 'Deny',
      identityProvider: `cognito-idp.${region}.amazonaws.com/${this.props.userPool.userPoolId}:${clientId}`,
      rulesConfiguration: { rules },
    });
    new CfnIdentityPoolRoleAttachment(this, 'Roles', {
      identityPoolId: this.identityPoolId,
      roles: {},
      roleMappings: Object.fromEntries(
        this.props.clientIds.map((clientId, index) => [`client${index}`, mapping(clientId)]),
      ),
    });
  }
}
