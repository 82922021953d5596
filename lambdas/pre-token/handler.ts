/** Cognito asks before it issues a token. An error refuses the sign-in: so does anything that cannot be read. */
import { Logger } from '@aws-lambda-powertools/logger';
import { decide, type RefusalReason } from './decide';
import { eventSchema, mfaAttribute, settingsSchema, type TokenSettings } from './event';

/** Cognito shows the message to the person who signs in. */
export class SignInRefused extends Error {
  constructor(readonly reason: RefusalReason) {
    super(`Sign-in refused: ${reason}. Sign in at your identity provider with more than one factor.`);
    this.name = 'SignInRefused';
  }
}

/** What the handler needs of the world. */
export interface PreTokenPorts {
  readonly settings: TokenSettings;
  /** Gets the outcome, never an attribute of the person. */
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/**
 * @returns the event with the claims to add to both tokens
 * @throws SignInRefused where the identity provider asserted no MFA; ZodError for an event that cannot be read
 */
export async function handle(event: Record<string, unknown>, { settings, log }: PreTokenPorts): Promise<unknown> {
  const request = eventSchema.parse(event);
  const decision = decide(request, settings);
  if (!decision.issue) {
    log.warn('sign-in refused', { triggerSource: request.triggerSource, reason: decision.reason });
    throw new SignInRefused(decision.reason);
  }
  log.info('token issued', { triggerSource: request.triggerSource, claims: Object.keys(decision.claims) });
  const generation = { claimsToAddOrOverride: decision.claims };
  return {
    ...event,
    response: {
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { ...generation, claimsToSuppress: [mfaAttribute] },
        accessTokenGeneration: generation,
      },
    },
  };
}

let ports: PreTokenPorts | undefined;

/** What Lambda calls. @public */
export const handler = (event: Record<string, unknown>): Promise<unknown> => {
  ports ??= {
    settings: settingsSchema.parse(JSON.parse(process.env.SIGN_IN ?? '')),
    log: new Logger({ serviceName: 'pre-token' }),
  };
  return handle(event, ports);
};
