/**
 * The configuration of one deployment: one YAML file in `config/`.
 *
 * Values only, no logic. Everything that a safeguard requires is absent here on purpose: a security property is not an
 * option, so there is no key to turn encryption, MFA, logging or least privilege off. What may vary is who, where, how
 * long, how redundant, and what the account already has.
 */
import { z } from 'zod';
import { controls } from '../controls';
import { plainText } from './plain-text';
import { complianceSchema } from './schema-compliance';
import { containmentSchema } from './schema-containment';
import { costSchema } from './schema-cost';
import { identitySchema } from './schema-identity';

/** Lower-case words joined by single hyphens: safe in bucket names, role names, tags and construct ids. */
const slug = (min: number, max: number) =>
  z
    .string()
    .min(min)
    .max(max)
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lower-case letters and digits, words joined by single hyphens');

const accountId = z.string().regex(/^\d{12}$/, 'an AWS account id: 12 digits, in quotes');
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region such as us-east-1');
const email = z.email().max(254);
const date = z.iso.date();
/** The size of a deployment. Tiers differ in redundancy, detection depth and cost, never in a required safeguard. */
export const tierSchema = z.enum(['solo', 'clinic', 'hospital']);

const ownership = z
  .enum(['create', 'adopt'])
  .describe(
    'create: Asepsis declares it. adopt: it exists already (one per account and region) and stays as its owner has it.',
  );

/** One tenant: a data stack, a PHI key and a principal tag of its own over the shared foundation. */
export const practiceSchema = z.strictObject({
  id: slug(2, 16).describe(
    'Stable id: in bucket names, stack names and the principal tag `practice`. Never change it.',
  ),
  name: plainText(120).describe('The name people use, in any script.'),
});

export const configSchema = z
  .strictObject({
    tier: tierSchema.describe(
      'solo, clinic or hospital: redundancy, detection depth and cost. Required safeguards are the same.',
    ),
    mode: z
      .enum(['production', 'trial'])
      .describe(
        'trial: no PHI, governance-mode locks, all of it can be torn down. production: locks that nobody can lift.',
      ),
    name: slug(2, 16).describe('Name of this deployment, prefix of every physical name. Never change it.'),
    organisation: z
      .strictObject({
        name: plainText(120).describe('The covered entity or business associate that runs this deployment.'),
        id: z
          .string()
          .regex(/^o-[a-z0-9]{10,32}$/, 'an AWS Organizations id such as o-a1b2c3d4e5')
          .optional()
          .describe(
            'AWS Organizations id. With it the data perimeter trusts the organisation; without it, this account alone.',
          ),
        managesPolicies: z
          .boolean()
          .default(false)
          .describe(
            'This account is a delegated administrator for policies: attach the SCP, RCP, declarative and AI opt-out policies.',
          ),
        policyTargets: z
          .array(
            z
              .string()
              .regex(/^(r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|\d{12})$/, 'a root, OU or account id'),
          )
          .default([])
          .describe('Roots, OUs or accounts that the policies are attached to.'),
      })
      .describe('Who runs this deployment.'),
    account: accountId.describe(
      'The AWS account that holds this deployment: a member account, never the management account.',
    ),
    region: region.describe('The region that holds it.'),
    availabilityZones: z
      .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'an availability zone such as us-east-1a'))
      .min(1)
      .max(3)
      .describe('Zones of the isolated network. solo may have 1; clinic needs 2; hospital needs 3.'),
    allowedRegions: z.array(region).min(1).max(10).describe('Regions in which this deployment may act at all.'),
    practices: z.array(practiceSchema).min(1).max(100).describe('The tenants.'),
    contacts: z
      .strictObject({
        security: email.describe('Gets alarms and break-glass notices. 45 CFR 164.308(a)(2).'),
        privacy: email.describe('Named in evidence and notices. 45 CFR 164.530(a)(1).'),
      })
      .describe('Who is told.'),
    identity: identitySchema,
    dataClasses: z
      .array(z.enum(['phi', 'billing', 'deidentified', 'operational']))
      .min(1)
      .default(['phi'])
      .describe('Classes of data that a practice keeps: a store for each, tagged with it.'),
    retention: z
      .strictObject({
        phiYears: z
          .number()
          .int()
          .min(1)
          .max(30)
          .default(6)
          .describe('Years that PHI objects are kept (state law is often longer).'),
        auditYears: z
          .number()
          .int()
          .min(6)
          .max(30)
          .default(6)
          .describe('Years that audit records are kept. 45 CFR 164.316(b)(2)(i) asks six.'),
        logGroupDays: z
          .union([z.literal(90), z.literal(180), z.literal(365), z.literal(400), z.literal(731), z.literal(2192)])
          .default(365)
          .describe('Days that logs stay searchable; the archive keeps them for auditYears.'),
      })
      .prefault({}),
    logArchive: z
      .strictObject({
        accessLogDays: z
          .number()
          .int()
          .min(365)
          .max(3650)
          .default(2192)
          .describe(
            'Days that S3 server access logs stay at hand; their copies in the archive are kept for auditYears.',
          ),
        lockPhi: z.boolean().default(true).describe('Object Lock on PHI buckets as well as on the audit archive.'),
        phiLockDays: z
          .number()
          .int()
          .min(1)
          .max(3650)
          .default(30)
          .describe('Days that a PHI object version cannot be deleted.'),
      })
      .prefault({}),
    backup: z
      .strictObject({
        dailyAtUtc: z
          .string()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day in UTC such as 05:00')
          .default('05:00')
          .describe('When the daily backup starts: a quiet hour.'),
        retentionDays: z
          .number()
          .int()
          .min(35)
          .max(3650)
          .default(35)
          .describe('Days that a daily recovery point is kept.'),
        minimumRetentionDays: z
          .number()
          .int()
          .min(7)
          .max(365)
          .default(14)
          .describe('The vault lock refuses anything shorter.'),
        copyRegion: region
          .optional()
          .describe(
            'A second region, one of allowedRegions, that every backup is copied to, into a locked vault under a key of its own. Required at hospital.',
          ),
      })
      .prefault({}),
    baa: z
      .strictObject({
        acceptedBy: plainText(120).describe('Who accepted the AWS Business Associate Addendum in AWS Artifact.'),
        acceptedOn: date.describe('When, as YYYY-MM-DD.'),
      })
      .optional()
      .describe('Acceptance of the AWS BAA, 45 CFR 164.308(b)(1). Required in production.'),
    drift: z
      .strictObject({
        stop: z
          .boolean()
          .default(false)
          .describe('Notice and tell, but change nothing. The same can be set at run time, without a deploy.'),
        modes: z
          .record(
            z.string().refine((id) => controls.some((control) => control.id === id), 'the id of a control'),
            z.enum(['enforce', 'observe', 'off']),
          )
          .default({})
          .describe('Mode by control id, where it is not the one that the control says: see docs/controls.md.'),
      })
      .prefault({})
      .describe('What drifts from the deployed templates is put back.'),
    containment: containmentSchema,
    compliance: complianceSchema,
    cost: costSchema,
    existing: z
      .strictObject({
        guardDutyDetector: ownership.default('create'),
        securityHub: ownership.default('create'),
        configRecorder: ownership.default('create'),
        accessAnalyzer: ownership.default('create'),
        macieSession: ownership.default('create'),
        vpcBlockPublicAccess: ownership.default('create'),
        s3AccountPublicAccessBlock: ownership.default('create'),
        passwordPolicy: ownership.default('create'),
        apiGatewayAccount: ownership.default('create'),
      })
      .prefault({})
      .describe('Singletons of account and region that may exist before Asepsis: `asepsis preflight` says which do.'),
  })
  .meta({ title: 'Asepsis deployment', description: 'One deployment of Asepsis: values only.' });

/** A validated configuration, defaults filled in. */
export type Config = z.output<typeof configSchema>;
export type Tier = z.output<typeof tierSchema>;
export type Practice = z.output<typeof practiceSchema>;
