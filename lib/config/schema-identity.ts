/** The `identity` part of the configuration: people, machines, sessions. MFA is required and therefore has no key. */
import { z } from 'zod';

const id = z
  .string()
  .min(2)
  .max(24)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case letters and digits, words joined by single hyphens');

/** The groups of people that a practice has. Each maps to one role that can do just its work. */
export const groupNames = ['clinician', 'billing', 'front-desk', 'patient', 'auditor', 'researcher'] as const;

const samlProvider = z.strictObject({
  type: z.literal('saml'),
  name: id.min(3).describe('Name of the provider on the sign-in page; Cognito takes three characters at least.'),
  metadataUrl: z.url({ protocol: /^https$/ }).describe('HTTPS address of the SAML metadata document.'),
  mfaClaim: z
    .strictObject({
      name: z.string().min(1).max(256).describe('Attribute by which the provider says how the person signed in.'),
      values: z.array(z.string().min(1).max(256)).min(1).describe('Values that mean: with more than one factor.'),
    })
    .describe('Without one of these values no token is issued. 45 CFR 164.312(d).'),
});

const oidcProvider = z.strictObject({
  type: z.literal('oidc'),
  name: id.min(3).describe('Name of the provider on the sign-in page; Cognito takes three characters at least.'),
  issuer: z.url({ protocol: /^https$/ }).describe('HTTPS issuer.'),
  clientId: z.string().min(1).max(256),
  clientSecretName: z
    .string()
    .regex(/^[\w/+=.@-]{1,512}$/, 'a Secrets Manager secret name')
    .describe('Name of the Secrets Manager secret with the client secret; the secret itself never stands here.'),
  mfaClaim: z.strictObject({
    name: z
      .string()
      .min(1)
      .max(256)
      .describe('Claim by which the provider says how the person signed in, for example amr.'),
    values: z.array(z.string().min(1).max(256)).min(1).describe('Values that mean: with more than one factor.'),
  }),
});

export const identitySchema = z
  .strictObject({
    password: z
      .strictObject({
        minimumLength: z
          .number()
          .int()
          .min(12)
          .max(99)
          .default(14)
          .describe('12 or more; NIST SP 800-63B asks 8 at least.'),
        historySize: z
          .number()
          .int()
          .min(5)
          .max(24)
          .default(24)
          .describe('Former passwords that cannot be used again.'),
        temporaryDays: z.number().int().min(1).max(7).default(1).describe('Days that a first password is good for.'),
      })
      .prefault({}),
    session: z
      .strictObject({
        accessTokenMinutes: z
          .number()
          .int()
          .min(5)
          .max(60)
          .default(15)
          .describe('Life of access and id tokens. 164.312(a)(2)(iii).'),
        refreshTokenHours: z
          .number()
          .int()
          .min(1)
          .max(24)
          .default(8)
          .describe('A working day at most, then sign in again.'),
        roleMinutes: z.number().int().min(15).max(60).default(60).describe('Life of AWS credentials for people.'),
        machineMinutes: z
          .number()
          .int()
          .min(15)
          .max(60)
          .default(15)
          .describe('Life of AWS credentials for AI systems.'),
      })
      .prefault({}),
    providers: z
      .array(z.discriminatedUnion('type', [samlProvider, oidcProvider]))
      .max(10)
      .default([])
      .describe('SAML and OIDC federation.'),
    callbackUrls: z
      .array(z.url({ protocol: /^https$/ }))
      .max(20)
      .default([])
      .describe('HTTPS addresses that a federated sign-in returns to: one at least where there are providers.'),
    groups: z
      .array(z.enum(groupNames))
      .min(1)
      .default([...groupNames])
      .describe('Groups that this deployment uses.'),
    machines: z
      .array(
        z.strictObject({
          id: id.describe('Name of the AI system or other machine.'),
          practice: id.describe('The practice whose data it may use.'),
          access: z.enum(['read-phi', 'read-deidentified', 'write-results']).describe('Its one scope.'),
        }),
      )
      .max(50)
      .default([])
      .describe('Machine identities for AI systems: a role each, a short session, a scope of its own.'),
    breakGlass: z
      .strictObject({
        principals: z
          .array(
            z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/, 'the ARN of a role or user'),
          )
          .max(5)
          .default([])
          .describe(
            'Who may assume the break-glass role, with MFA. None: only principals of this account that IAM allows.',
          ),
      })
      .prefault({}),
  })
  .refine(({ callbackUrls, providers }) => providers.length === 0 || callbackUrls.length > 0, {
    path: ['callbackUrls'],
    error: 'one HTTPS address or more, since there are identity providers',
  })
  .prefault({})
  .describe('People and machines. MFA is always required; SMS is never enough.');
