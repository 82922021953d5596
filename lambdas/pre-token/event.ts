/** What Cognito sends before it issues tokens (trigger event version 2), and what this deployment is configured for. */
import * as z from 'zod';

/**
 * Ways to a token in which Cognito itself has asked for the second factor: its MFA is required for every native user.
 * Any other way is treated as federated.
 */
export const nativeTriggers = ['TokenGeneration_Authentication', 'TokenGeneration_NewPasswordChallenge'] as const;

export const eventSchema = z.object({
  triggerSource: z.enum([...nativeTriggers, 'TokenGeneration_HostedAuth', 'TokenGeneration_RefreshTokens']),
  request: z.object({
    userAttributes: z.record(z.string(), z.string()),
    groupConfiguration: z.object({ groupsToOverride: z.array(z.string()).nullish() }).nullish(),
  }),
});

export type TokenRequest = z.output<typeof eventSchema>;

/** The user attribute that every provider's MFA claim is mapped to. */
export const mfaAttribute = 'custom:idp_mfa';

export const settingsSchema = z.object({
  /** Identity providers by the name that Cognito knows them by, with the claim values that mean: more than one factor. */
  providers: z.array(z.object({ name: z.string().min(1), mfaValues: z.array(z.string().min(1)).min(1) })),
  /** Groups that a role exists for. */
  groups: z.array(z.string().min(1)).min(1),
});

export type TokenSettings = z.output<typeof settingsSchema>;
