/** Controls on Cognito user pools. */
import { cognitoUserPool } from '../resources/cognito-user-pool';
import { isKnown } from '../resources/value';
import { defineControl } from './control';
import { all, check, checkEach, notConcerned } from './verdict';

const reading = ['cognito-idp:DescribeUserPool', 'cognito-idp:GetUserPoolMfaConfig'];
const update = {
  brokenBy: ['cognito-idp:UpdateUserPool'],
  fix: { mode: 'enforce' },
  permissions: [...reading, 'cognito-idp:UpdateUserPool'],
} as const;
const setMfa = {
  brokenBy: ['cognito-idp:SetUserPoolMfaConfig', 'cognito-idp:UpdateUserPool'],
  fix: { mode: 'enforce' },
  permissions: [...reading, 'cognito-idp:SetUserPoolMfaConfig'],
} as const;

export const cognitoUserPoolControls = [
  defineControl({
    ...setMfa,
    id: 'cognito.user-pool.mfa',
    title: 'Every sign-in needs a second factor',
    hipaa: ['164.312(d)', '164.308(a)(5)(ii)(D)'],
    severity: 'critical',
    resource: cognitoUserPool,
    evaluate: (pool) => all(check('mfa', pool.mfa, 'ON', (mfa) => mfa === 'ON')),
    remedy: 'Set MfaConfiguration: ON. OPTIONAL leaves it to each person.',
  }),
  defineControl({
    ...setMfa,
    id: 'cognito.user-pool.factors',
    title: 'The second factor is an authenticator app, never a text message alone',
    hipaa: ['164.312(d)'],
    severity: 'high',
    resource: cognitoUserPool,
    evaluate: (pool) =>
      all(
        check('factors', pool.factors, 'SOFTWARE_TOKEN_MFA', (factors) => factors.includes('SOFTWARE_TOKEN_MFA')),
        checkEach('factors', pool.factors, 'no SMS_MFA: a number can be taken over', (one) => one !== 'SMS_MFA'),
        checkEach('firstFactors', pool.firstFactors, 'no SMS_OTP', (one) => one !== 'SMS_OTP'),
      ),
    remedy: 'Set EnabledMfas: [SOFTWARE_TOKEN_MFA].',
  }),
  defineControl({
    ...setMfa,
    id: 'cognito.user-pool.passkeys',
    title: 'A passkey counts as two factors only where it verified its user',
    hipaa: ['164.312(d)'],
    severity: 'high',
    resource: cognitoUserPool,
    evaluate: (pool) =>
      isKnown(pool.firstFactors) && !pool.firstFactors.includes('WEB_AUTHN')
        ? notConcerned
        : all(
            check(
              'passkeys.factor',
              pool.passkeys.factor,
              'MULTI_FACTOR_WITH_USER_VERIFICATION',
              (factor) => factor === 'MULTI_FACTOR_WITH_USER_VERIFICATION',
            ),
            check('passkeys.verification', pool.passkeys.verification, 'required', (how) => how === 'required'),
          ),
    remedy:
      'Set WebAuthnFactorConfiguration: MULTI_FACTOR_WITH_USER_VERIFICATION and WebAuthnUserVerification: required, or take WEB_AUTHN out of AllowedFirstAuthFactors.',
  }),
  defineControl({
    ...update,
    id: 'cognito.user-pool.password',
    title: 'Passwords are long, mixed, not used before, and first ones short-lived',
    hipaa: ['164.308(a)(5)(ii)(D)', '164.312(d)'],
    severity: 'medium',
    resource: cognitoUserPool,
    evaluate: ({ password }) =>
      all(
        check('password.minimumLength', password.minimumLength, '12 or more', (length) => length >= 12),
        check('password.lowercase', password.lowercase, 'required', (on) => on),
        check('password.uppercase', password.uppercase, 'required', (on) => on),
        check('password.digits', password.digits, 'required', (on) => on),
        check('password.symbols', password.symbols, 'required', (on) => on),
        check('password.history', password.history, '5 or more former ones refused', (count) => count >= 5),
        check('password.temporaryDays', password.temporaryDays, 'at most 7 days', (days) => days <= 7),
      ),
    remedy: 'Set Policies.PasswordPolicy: MinimumLength 12 or more, all four Require…, PasswordHistorySize 5 or more.',
  }),
  defineControl({
    ...update,
    id: 'cognito.user-pool.self-sign-up',
    title: 'Nobody signs themselves up',
    hipaa: ['164.308(a)(3)(ii)(A)', '164.308(a)(4)(ii)(B)'],
    severity: 'critical',
    resource: cognitoUserPool,
    evaluate: (pool) =>
      all(check('adminCreatesUsers', pool.adminCreatesUsers, 'only administrators to create users', (only) => only)),
    remedy: 'Set AdminCreateUserConfig.AllowAdminCreateUserOnly: true.',
  }),
  defineControl({
    ...update,
    id: 'cognito.user-pool.threat-protection',
    title: 'Where the plan has threat protection, it acts',
    hipaa: ['164.308(a)(5)(ii)(C)', '164.308(a)(6)(ii)'],
    severity: 'medium',
    resource: cognitoUserPool,
    evaluate: (pool) =>
      isKnown(pool.plan) && pool.plan !== 'PLUS'
        ? notConcerned
        : all(check('threatProtection', pool.threatProtection, 'ENFORCED', (mode) => mode === 'ENFORCED')),
    remedy: 'Set UserPoolAddOns.AdvancedSecurityMode: ENFORCED on the PLUS plan.',
  }),
  defineControl({
    ...update,
    id: 'cognito.user-pool.deletion-protection',
    title: 'A user pool cannot be deleted by a slip',
    hipaa: ['164.308(a)(7)(i)', '164.312(c)(1)'],
    severity: 'medium',
    resource: cognitoUserPool,
    evaluate: (pool) => all(check('deletionProtection', pool.deletionProtection, 'ACTIVE', (on) => on)),
    remedy: 'Set DeletionProtection: ACTIVE.',
  }),
  defineControl({
    ...update,
    id: 'cognito.user-pool.recovery',
    title: 'No account is recovered by a telephone number',
    hipaa: ['164.312(d)'],
    severity: 'high',
    resource: cognitoUserPool,
    evaluate: (pool) =>
      all(checkEach('recovery', pool.recovery, 'no verified_phone_number', (way) => way !== 'verified_phone_number')),
    remedy: 'Set AccountRecoverySetting to admin_only or verified_email: unsaid means the telephone first.',
  }),
];
