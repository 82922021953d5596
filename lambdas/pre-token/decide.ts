/** Who gets a token, and which claims go into it. Pure. */
import * as z from 'zod';
import { mfaAttribute, nativeTriggers, type TokenRequest, type TokenSettings } from './event';

export type RefusalReason =
  /** The profile is a federated one, but says nothing readable of its provider. */
  | 'provider-unreadable'
  /** The provider is none of the configuration's. */
  | 'provider-unknown'
  /** The provider did not assert that the person signed in with more than one factor. */
  | 'no-mfa-asserted';

export type TokenDecision =
  | { readonly issue: true; readonly claims: Readonly<Record<string, string>> }
  | { readonly issue: false; readonly reason: RefusalReason };

const identitiesSchema = z.array(z.object({ providerName: z.string().min(1) })).min(1);

/**
 * Cognito asks native users for a second factor itself, but federated ones never: their provider must have asserted it,
 * or no token is issued. 45 CFR 164.312(d).
 */
export function decide({ triggerSource, request }: TokenRequest, settings: TokenSettings): TokenDecision {
  const { userAttributes } = request;
  // A native profile may be linked to a provider, and then be signed in to either way.
  const linked = userAttributes.identities !== undefined && !nativeTriggers.some((one) => one === triggerSource);
  const federated = linked || userAttributes['cognito:user_status'] === 'EXTERNAL_PROVIDER';
  const reason = federated ? refusal(userAttributes, settings) : undefined;
  return reason ? { issue: false, reason } : { issue: true, claims: claimsOf(request, settings) };
}

/** A profile may be linked to several providers, and the event does not say which was used: each must be satisfied. */
function refusal(
  attributes: Readonly<Record<string, string>>,
  { providers }: TokenSettings,
): RefusalReason | undefined {
  const names = providerNames(attributes.identities);
  if (!names) return 'provider-unreadable';
  const asserted = new Set(assertedValues(attributes[mfaAttribute]));
  for (const name of names) {
    const provider = providers.find((one) => one.name === name);
    if (!provider) return 'provider-unknown';
    if (!provider.mfaValues.some((value) => asserted.has(value))) return 'no-mfa-asserted';
  }
  return undefined;
}

function providerNames(identities: string | undefined): readonly string[] | undefined {
  try {
    return identitiesSchema.parse(JSON.parse(identities ?? '')).map((one) => one.providerName);
  } catch {
    return undefined;
  }
}

/** Cognito writes a claim of several values as one text: `[pwd, mfa]` or `["pwd","mfa"]`. */
export function assertedValues(attribute: string | undefined): readonly string[] {
  const inner = /^\s*\[(.*)\]\s*$/s.exec(attribute ?? '')?.[1] ?? attribute ?? '';
  return inner
    .split(',')
    .map((value) => value.trim().replace(/^"(.*)"$/, '$1'))
    .filter((value) => value !== '');
}

/**
 * One practice and one group, as plain texts: the identity pool makes principal tags of them and picks the role by them.
 * A person in several groups gets neither role: rights would add up that no group has.
 */
function claimsOf(
  { groupConfiguration, userAttributes }: TokenRequest['request'],
  settings: TokenSettings,
): Record<string, string> {
  const groups = (groupConfiguration?.groupsToOverride ?? []).filter((group) => settings.groups.includes(group));
  const practice = userAttributes['custom:practice'];
  return {
    ...(practice ? { practice } : {}),
    ...(groups.length === 1 && groups[0] ? { group: groups[0] } : {}),
  };
}
