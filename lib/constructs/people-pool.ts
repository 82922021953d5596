/** Where people sign in: always with a second factor, never by signing themselves up. */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPool,
  CfnUserPoolClient,
  CfnUserPoolGroup,
  FeaturePlan,
  type IUserPool,
  LambdaVersion,
  Mfa,
  PasskeyUserVerification,
  StandardThreatProtectionMode,
  StringAttribute,
  UserPool,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type Group, groupWork } from './group-work';
import { type Safeguard, uphold } from './safeguards';

export interface PeoplePoolProps {
  readonly poolName: string;
  /** PLUS adds threat protection, which then blocks and does not only report. */
  readonly plan: 'ESSENTIALS' | 'PLUS';
  readonly password: { readonly minimumLength: number; readonly historySize: number; readonly temporaryDays: number };
  readonly session: { readonly tokens: Duration; readonly refresh: Duration };
  readonly groups: readonly Group[];
  /** Decides before each token: a federated sign-in without MFA gets none. */
  readonly preToken: IFunction;
  readonly removalPolicy: RemovalPolicy;
}

/** What an app client of the pool always has: short tokens that can be revoked, and one answer to every failure. */
export function clientProps(pool: IUserPool, { tokens, refresh }: PeoplePoolProps['session']) {
  return {
    userPoolId: pool.userPoolId,
    generateSecret: false,
    accessTokenValidity: tokens.toMinutes(),
    idTokenValidity: tokens.toMinutes(),
    refreshTokenValidity: refresh.toHours(),
    tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'hours' },
    authSessionValidity: 3,
    enableTokenRevocation: true,
    preventUserExistenceErrors: 'ENABLED',
  };
}

/**
 * MFA is required: an authenticator app, or a passkey that verified its user; never a text message. `custom:practice`
 * says whose data a person may reach: only administrators write it. 45 CFR 164.312(d), 164.308(a)(3), (a)(5)(ii)(D).
 */
export class PeoplePool extends Construct {
  readonly userPool: UserPool;
  /** The client of people that Cognito itself knows, with password and second factor. */
  readonly nativeClientId: string;

  constructor(scope: Construct, id: string, props: PeoplePoolProps) {
    super(scope, id);
    refuseWeak(this, props);
    this.userPool = this.createPool(props);
    this.userPool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, props.preToken, LambdaVersion.V2_0);
    for (const group of props.groups) {
      new CfnUserPoolGroup(this, `Group-${group}`, {
        userPoolId: this.userPool.userPoolId,
        groupName: group,
        description: groupWork[group].does,
      });
    }
    this.nativeClientId = new CfnUserPoolClient(this, 'NativeClient', {
      ...clientProps(this.userPool, props.session),
      clientName: `${props.poolName}-native`,
      // The password never travels: SRP proves it, or a passkey takes its place.
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      supportedIdentityProviders: ['COGNITO'],
      allowedOAuthFlowsUserPoolClient: false,
      readAttributes: ['email', 'email_verified', 'family_name', 'given_name', 'custom:practice'],
      writeAttributes: ['family_name', 'given_name'],
    }).ref;
  }

  private createPool({ password, plan, poolName, removalPolicy }: PeoplePoolProps): UserPool {
    const pool = new UserPool(this, 'Pool', {
      userPoolName: poolName,
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      keepOriginal: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      signInPolicy: { allowedFirstAuthFactors: { password: true, passkey: true } },
      passkeyUserVerification: PasskeyUserVerification.REQUIRED,
      passwordPolicy: {
        minLength: password.minimumLength,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
        passwordHistorySize: password.historySize,
        tempPasswordValidity: Duration.days(password.temporaryDays),
      },
      customAttributes: {
        practice: new StringAttribute({ mutable: true, minLen: 2, maxLen: 16 }),
        idp_mfa: new StringAttribute({ mutable: true, minLen: 0, maxLen: 2048 }),
      },
      featurePlan: plan === 'PLUS' ? FeaturePlan.PLUS : FeaturePlan.ESSENTIALS,
      ...(plan === 'PLUS' ? { standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION } : {}),
      deletionProtection: true,
      removalPolicy,
    });
    // Without this a passkey is one factor of the two, and people with one would be asked for a second device.
    (pool.node.defaultChild as CfnUserPool).webAuthnFactorConfiguration = 'MULTI_FACTOR_WITH_USER_VERIFICATION';
    return pool;
  }
}

function refuseWeak(scope: Construct, { password, session }: PeoplePoolProps): void {
  const rules: readonly Safeguard[] = [
    [
      password.historySize >= 5,
      `${password.historySize} passwords remembered`,
      '5 or more',
      'Raise identity.password.historySize.',
    ],
    [
      password.temporaryDays <= 7,
      `first passwords good for ${password.temporaryDays} days`,
      '7 at most',
      'Lower identity.password.temporaryDays.',
    ],
    [
      password.minimumLength >= 12,
      `passwords of ${password.minimumLength} characters`,
      '12 or more',
      'Raise identity.password.minimumLength.',
    ],
    [
      session.tokens.toMinutes() <= 60,
      `tokens of ${session.tokens.toMinutes()} minutes`,
      'an hour at most',
      'Shorten identity.session.accessTokenMinutes.',
    ],
    [
      session.refresh.toHours() <= 24,
      `a sign-in of ${session.refresh.toHours()} hours`,
      'a day at most',
      'Shorten identity.session.refreshTokenHours.',
    ],
  ];
  uphold(scope.node.path, rules);
}
