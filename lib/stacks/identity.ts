/** People and machines: who they are, how they sign in, and the role of each. */
import { join } from 'node:path';
import { CfnOutput, Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { BreakGlassRole } from '../constructs/break-glass-role';
import type { TokenIssuer } from '../constructs/clinical-api';
import { Federation } from '../constructs/federation';
import { GroupRole } from '../constructs/group-role';
import type { Group } from '../constructs/group-work';
import { MachineRole } from '../constructs/machine-role';
import { PeopleIdentityPool } from '../constructs/people-identity-pool';
import { PeoplePool } from '../constructs/people-pool';
import { SecureFunction } from '../constructs/secure-function';
import { AsepsisStack } from './asepsis-stack';
import type { Blueprint } from './blueprint';

export class IdentityStack extends AsepsisStack {
  /** Whose tokens practices take. */
  readonly tokens: TokenIssuer;

  constructor(scope: Construct, blueprint: Blueprint, auditKey: IKey) {
    super(scope, 'Identity', blueprint, 'Asepsis: people, machines, and the role of each');
    const { config, names, removalPolicy, tier } = blueprint;
    const { groups, password, providers, session: life } = config.identity;
    const session = {
      tokens: Duration.minutes(life.accessTokenMinutes),
      refresh: Duration.hours(life.refreshTokenHours),
    };
    const people = new PeoplePool(this, 'People', {
      poolName: names.peoplePool,
      plan: tier.cognitoPlan,
      password,
      session,
      groups,
      preToken: this.preToken(blueprint, auditKey),
      removalPolicy,
    });
    const clientIds = [people.nativeClientId];
    if (providers.length > 0) {
      const federation = new Federation(this, 'Federation', {
        userPool: people.userPool,
        clientName: `${config.name}-federated`,
        domainPrefix: `${config.name}-${config.account}`,
        providers,
        callbackUrls: config.identity.callbackUrls,
        session,
      });
      clientIds.push(federation.clientId);
    }
    this.tokens = {
      issuer: `https://cognito-idp.${this.region}.amazonaws.com/${people.userPool.userPoolId}`,
      audience: clientIds,
    };
    const identities = new PeopleIdentityPool(this, 'Identities', {
      poolName: `${config.name}-people`,
      userPool: people.userPool,
      clientIds,
    });
    const roleOf = (group: Group) =>
      new GroupRole(this, `Role-${group}`, {
        roleName: names.groupRole(group),
        group,
        identityPoolId: identities.identityPoolId,
        deployment: config.name,
        workloadSession: Duration.minutes(life.roleMinutes),
        names,
      });
    identities.mapRoles(Object.fromEntries(groups.map((group) => [group, roleOf(group)])));
    this.addMachines(blueprint);
    new BreakGlassRole(this, 'BreakGlass', {
      roleName: names.breakGlassRole,
      principals: config.identity.breakGlass.principals,
      names,
    });
    new CfnOutput(this, 'UserPoolId', { value: people.userPool.userPoolId });
    new CfnOutput(this, 'ClientId', { value: people.nativeClientId });
    new CfnOutput(this, 'IdentityPoolId', { value: identities.identityPoolId });
  }

  private preToken({ config, logRetention, names, removalPolicy }: Blueprint, auditKey: IKey): SecureFunction {
    const { groups, providers } = config.identity;
    return new SecureFunction(this, 'PreToken', {
      functionName: `${config.name}-pre-token`,
      description: 'Refuses a token to a federated sign-in without MFA',
      entry: join(__dirname, '../../lambdas/pre-token/handler.ts'),
      environment: {
        SIGN_IN: JSON.stringify({
          providers: providers.map(({ mfaClaim, name }) => ({ name, mfaValues: mfaClaim.values })),
          groups,
        }),
      },
      encryptionKey: auditKey,
      logPrefix: names.logPrefix,
      logRetention,
      removalPolicy,
      // Cognito waits five seconds for an answer.
      timeout: Duration.seconds(5),
      reservedConcurrency: 20,
    });
  }

  private addMachines({ config, names }: Blueprint): void {
    for (const { access, id, practice } of config.identity.machines) {
      new MachineRole(this, `Machine-${id}`, {
        roleName: `${config.name}-machine-${id}`,
        deployment: config.name,
        practice,
        access,
        session: Duration.minutes(config.identity.session.machineMinutes),
        names,
      });
    }
  }
}
