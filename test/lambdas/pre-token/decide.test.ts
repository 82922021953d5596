import fc from 'fast-check';
import { assertedValues, decide } from '../../../lambdas/pre-token/decide';
import { eventSchema, type TokenRequest, type TokenSettings } from '../../../lambdas/pre-token/event';
import { handle, SignInRefused } from '../../../lambdas/pre-token/handler';

const settings: TokenSettings = {
  providers: [
    { name: 'hospital-sso', mfaValues: ['mfa', 'hwk'] },
    { name: 'partner', mfaValues: ['urn:two-factors'] },
  ],
  groups: ['clinician', 'billing'],
};

type Trigger = TokenRequest['triggerSource'];

const request = (
  triggerSource: Trigger,
  userAttributes: Record<string, string>,
  groups: readonly string[] = ['clinician'],
): TokenRequest =>
  eventSchema.parse({ triggerSource, request: { userAttributes, groupConfiguration: { groupsToOverride: groups } } });

const federated = (mfa: string | undefined, ...providers: readonly string[]) => ({
  'cognito:user_status': 'EXTERNAL_PROVIDER',
  identities: JSON.stringify(providers.map((providerName) => ({ providerName, userId: '1' }))),
  ...(mfa === undefined ? {} : { 'custom:idp_mfa': mfa }),
});

describe('who gets a token', () => {
  const hosted = 'TokenGeneration_HostedAuth';
  const cases: readonly (readonly [string, Trigger, Record<string, string>, true | string])[] = [
    ['a native user', 'TokenGeneration_Authentication', { 'cognito:user_status': 'CONFIRMED' }, true],
    ['a native user who sets a first password', 'TokenGeneration_NewPasswordChallenge', {}, true],
    ['a native user who refreshes', 'TokenGeneration_RefreshTokens', { 'cognito:user_status': 'CONFIRMED' }, true],
    [
      'a linked user who signs in natively',
      'TokenGeneration_Authentication',
      { ...federated(undefined, 'hospital-sso'), 'cognito:user_status': 'CONFIRMED' },
      true,
    ],
    [
      'a linked user who comes through the provider',
      hosted,
      { ...federated(undefined, 'hospital-sso'), 'cognito:user_status': 'CONFIRMED' },
      'no-mfa-asserted',
    ],
    ['a provider that asserts MFA', hosted, federated('mfa', 'hospital-sso'), true],
    ['a provider that asserts MFA among others', hosted, federated('[pwd, mfa]', 'hospital-sso'), true],
    ['a provider that asserts MFA as JSON', hosted, federated('["pwd","hwk"]', 'hospital-sso'), true],
    ['a provider that asserts a password', hosted, federated('pwd', 'hospital-sso'), 'no-mfa-asserted'],
    ['a provider that says nothing', hosted, federated(undefined, 'hospital-sso'), 'no-mfa-asserted'],
    ['a value that only contains the right one', hosted, federated('no-mfa', 'hospital-sso'), 'no-mfa-asserted'],
    ["another provider's value", hosted, federated('mfa', 'partner'), 'no-mfa-asserted'],
    ['two providers of which one is satisfied', hosted, federated('mfa', 'hospital-sso', 'partner'), 'no-mfa-asserted'],
    ['a provider nobody configured', hosted, federated('mfa', 'stranger'), 'provider-unknown'],
    [
      'a federated refresh without MFA',
      'TokenGeneration_RefreshTokens',
      federated('pwd', 'hospital-sso'),
      'no-mfa-asserted',
    ],
    [
      'a federated profile without a provider',
      hosted,
      { 'cognito:user_status': 'EXTERNAL_PROVIDER', 'custom:idp_mfa': 'mfa' },
      'provider-unreadable',
    ],
    ['identities that are no JSON', hosted, { identities: '[', 'custom:idp_mfa': 'mfa' }, 'provider-unreadable'],
    ['an empty list of identities', hosted, { identities: '[]', 'custom:idp_mfa': 'mfa' }, 'provider-unreadable'],
  ];

  test.each(cases)('%s', (_, trigger, attributes, expected) => {
    const decision = decide(request(trigger, attributes), settings);
    expect(decision.issue ? true : decision.reason).toBe(expected);
  });

  test('no assertion without a configured value ever yields a token', () => {
    fc.assert(
      fc.property(fc.string(), (mfa) => {
        fc.pre(!assertedValues(mfa).some((value) => ['mfa', 'hwk'].includes(value)));
        expect(decide(request(hosted, federated(mfa, 'hospital-sso')), settings).issue).toBe(false);
      }),
    );
  });
});

describe('claims', () => {
  const claims = (groups: readonly string[], attributes: Record<string, string> = { 'custom:practice': 'derm' }) => {
    const decision = decide(request('TokenGeneration_Authentication', attributes, groups), settings);
    return decision.issue ? decision.claims : undefined;
  };

  test.each([
    [['clinician'], { practice: 'derm', group: 'clinician' }],
    [['clinician', 'unknown-group'], { practice: 'derm', group: 'clinician' }],
    [['clinician', 'billing'], { practice: 'derm' }],
    [[], { practice: 'derm' }],
  ])('of groups %p are %p', (groups, expected) => {
    expect(claims(groups)).toEqual(expected);
  });

  test('without a practice there is none', () => {
    expect(claims(['clinician'], {})).toEqual({ group: 'clinician' });
  });
});

describe('the handler', () => {
  const log = {
    lines: [] as unknown[],
    info: (...line: unknown[]) => void log.lines.push(line),
    warn: (...line: unknown[]) => void log.lines.push(line),
  };
  const event = (attributes: Record<string, string>) => ({
    version: '2',
    triggerSource: 'TokenGeneration_HostedAuth',
    userName: 'jane.roe',
    request: {
      userAttributes: { ...attributes, email: 'jane.roe@example.com', 'custom:practice': 'derm' },
      groupConfiguration: { groupsToOverride: ['clinician'] },
    },
    response: {},
  });

  test('writes the claims into both tokens, and takes the MFA claim out', async () => {
    await expect(handle(event(federated('mfa', 'hospital-sso')), { settings, log })).resolves.toMatchObject({
      userName: 'jane.roe',
      response: {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: {
            claimsToAddOrOverride: { practice: 'derm', group: 'clinician' },
            claimsToSuppress: ['custom:idp_mfa'],
          },
          accessTokenGeneration: { claimsToAddOrOverride: { practice: 'derm', group: 'clinician' } },
        },
      },
    });
  });

  test('refuses by throwing, with a reason that a person understands', async () => {
    await expect(handle(event(federated('pwd', 'hospital-sso')), { settings, log })).rejects.toThrow(SignInRefused);
  });

  test('refuses a trigger that it does not know', async () => {
    await expect(
      handle({ ...event({}), triggerSource: 'TokenGeneration_Surprise' }, { settings, log }),
    ).rejects.toThrow('triggerSource');
  });

  test('logs no name and no address', async () => {
    expect(log.lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(log.lines)).not.toMatch(/jane|example\.com/);
  });
});
