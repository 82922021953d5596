/** A Cognito user pool: where people sign in. */
import { defineKind } from './kind';
import { at, bool, map, num, records, str, strs, tags } from './read';
import type { TemplateResource } from './template';
import { type Data, isUnknown, mark, type Value } from './value';

type Properties = TemplateResource['properties'];

export interface PasswordRules {
  readonly minimumLength: Value<number>;
  readonly lowercase: Value<boolean>;
  readonly uppercase: Value<boolean>;
  readonly digits: Value<boolean>;
  readonly symbols: Value<boolean>;
  /** Days that a first password is good for. */
  readonly temporaryDays: Value<number>;
  /** Former passwords that cannot be used again. */
  readonly history: Value<number>;
}

/** A function that Cognito calls. */
export interface Trigger {
  readonly arn: string;
  /** Version of the event; `V1_0` where nothing is said. */
  readonly version: string;
}

export interface UserPoolState {
  readonly id: Value<string>;
  /** `ON`, `OPTIONAL` or `OFF`. */
  readonly mfa: Value<string>;
  /** Second factors on offer: `SOFTWARE_TOKEN_MFA`, `SMS_MFA`, `EMAIL_OTP`. */
  readonly factors: Value<readonly string[]>;
  /** Ways to begin a sign-in: `PASSWORD`, `WEB_AUTHN`, `SMS_OTP`, `EMAIL_OTP`. */
  readonly firstFactors: Value<readonly string[]>;
  readonly passkeys: {
    /** `MULTI_FACTOR_WITH_USER_VERIFICATION` makes a passkey count as two factors; `null` where nothing is said. */
    readonly factor: Value<string | null>;
    /** `required` or `preferred`. */
    readonly verification: Value<string | null>;
  };
  readonly password: PasswordRules;
  /** Whether only administrators create users. */
  readonly adminCreatesUsers: Value<boolean>;
  /** `LITE`, `ESSENTIALS` or `PLUS`. */
  readonly plan: Value<string>;
  /** `OFF`, `AUDIT` or `ENFORCED`. */
  readonly threatProtection: Value<string>;
  readonly deletionProtection: Value<boolean>;
  /** Ways back in, by priority: `verified_email`, `verified_phone_number`, `admin_only`. */
  readonly recovery: Value<readonly string[]>;
  /** By name, for example `PreTokenGeneration`. */
  readonly triggers: Value<Readonly<Record<string, Trigger>>>;
  readonly tags: Value<Readonly<Record<string, string>>>;
}

/** Cognito's own policy applies where none is declared; where one is, what it leaves out is off. */
function passwordRules(properties: Properties): PasswordRules {
  const base = 'Policies.PasswordPolicy';
  const unsaid = at(properties, base) === undefined;
  return {
    minimumLength: num(properties, `${base}.MinimumLength`, 8),
    lowercase: bool(properties, `${base}.RequireLowercase`, unsaid),
    uppercase: bool(properties, `${base}.RequireUppercase`, unsaid),
    digits: bool(properties, `${base}.RequireNumbers`, unsaid),
    symbols: bool(properties, `${base}.RequireSymbols`, unsaid),
    temporaryDays: num(properties, `${base}.TemporaryPasswordValidityDays`, 7),
    history: num(properties, `${base}.PasswordHistorySize`, 0),
  };
}

function recovery(properties: Properties): Value<readonly string[]> {
  const path = 'AccountRecoverySetting.RecoveryMechanisms';
  // Without the setting Cognito falls back to its oldest rule: the phone first, then the address.
  if (at(properties, path) === undefined) return ['verified_phone_number', 'verified_email'];
  return map(records(properties, path), (mechanisms) =>
    [...mechanisms].sort((a, b) => Number(a.Priority) - Number(b.Priority)).map((mechanism) => String(mechanism.Name)),
  );
}

/** A trigger's configuration key without what tells its version: `PreTokenGenerationConfig` is `PreTokenGeneration`. */
const triggerName = (key: string) => key.replace(/Config$/, '');

/** Triggers by name, from `LambdaConfig` as templates and the API both write it. */
export function triggersOf(config: Data | undefined): Value<Readonly<Record<string, Trigger>>> {
  if (config === undefined || config === null) return {};
  if (isUnknown(config)) return config;
  const triggers: Record<string, Trigger> = {};
  for (const [key, value] of Object.entries(config as Record<string, Data>)) {
    if (isUnknown(value)) return value;
    const name = triggerName(key);
    // The key that encrypts codes is no trigger; a versioned entry says more than the plain one beside it.
    if (key === 'KMSKeyID' || (name === key && triggers[name])) continue;
    const arn = typeof value === 'string' ? value : at(value, 'LambdaArn');
    const version = typeof value === 'string' ? undefined : at(value, 'LambdaVersion');
    if (typeof arn === 'string') triggers[name] = { arn, version: typeof version === 'string' ? version : 'V1_0' };
  }
  return triggers;
}

const orNull = (properties: Properties, path: string) => str(properties, path, null);

export const cognitoUserPool = defineKind<UserPoolState>({
  name: 'cognito.user-pool',
  types: ['AWS::Cognito::UserPool'],
  owned: [
    'mfa',
    'factors',
    'firstFactors',
    'passkeys.factor',
    'passkeys.verification',
    'password',
    'adminCreatesUsers',
    'plan',
    'threatProtection',
    'deletionProtection',
    'recovery',
    'triggers',
    'tags',
  ],
  read: ({ stack, logicalId, properties }) => {
    const firstFactors = strs(properties, 'Policies.SignInPolicy.AllowedFirstAuthFactors');
    return {
      id: mark(stack, logicalId),
      mfa: str(properties, 'MfaConfiguration', 'OFF'),
      factors: strs(properties, 'EnabledMfas'),
      firstFactors: map(firstFactors, (factors) => (factors.length > 0 ? factors : ['PASSWORD'])),
      passkeys: {
        factor: orNull(properties, 'WebAuthnFactorConfiguration'),
        verification: orNull(properties, 'WebAuthnUserVerification'),
      },
      password: passwordRules(properties),
      adminCreatesUsers: bool(properties, 'AdminCreateUserConfig.AllowAdminCreateUserOnly', false),
      plan: str(properties, 'UserPoolTier', 'ESSENTIALS'),
      threatProtection: str(properties, 'UserPoolAddOns.AdvancedSecurityMode', 'OFF'),
      deletionProtection: map(str(properties, 'DeletionProtection', 'INACTIVE'), (value) => value === 'ACTIVE'),
      recovery: recovery(properties),
      triggers: triggersOf(properties.LambdaConfig),
      tags: tags(properties, 'UserPoolTags'),
    };
  },
});
