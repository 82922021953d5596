/** What CloudFormation asks of the account settings, parsed at the door. */
import * as z from 'zod';

/** CloudFormation turns every scalar of a custom resource into a text. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const count = z.coerce.number().int();

export const settingsSchema = z.object({
  S3PublicAccessBlock: z
    .object({ BlockPublicAcls: flag, BlockPublicPolicy: flag, IgnorePublicAcls: flag, RestrictPublicBuckets: flag })
    .optional(),
  PasswordPolicy: z
    .object({
      MinimumPasswordLength: count,
      PasswordReusePrevention: count,
      MaxPasswordAge: count,
      RequireLowercaseCharacters: flag,
      RequireUppercaseCharacters: flag,
      RequireNumbers: flag,
      RequireSymbols: flag,
      AllowUsersToChangePassword: flag,
      HardExpiry: flag,
    })
    .optional(),
  EbsEncryptionByDefault: flag,
  ImageBlockPublicAccess: z.enum(['block-new-sharing']),
  SnapshotBlockPublicAccess: z.enum(['block-all-sharing', 'block-new-sharing']),
  SsmDocumentPublicSharing: z.enum(['Disable']),
  InspectorResourceTypes: z.array(z.enum(['LAMBDA', 'LAMBDA_CODE', 'EC2', 'ECR'])).optional(),
  ClosedDefaultSecurityGroupOf: z.string().regex(/^vpc-[0-9a-f]+$/),
});

/** The settings as declared. */
export type Settings = z.output<typeof settingsSchema>;

/** The part of CloudFormation's request that every answer needs. */
export const envelopeSchema = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string().min(1),
  RequestId: z.string().min(1),
  LogicalResourceId: z.string().min(1),
  PhysicalResourceId: z.string().optional(),
  ResourceProperties: z.record(z.string(), z.unknown()),
});

export type Envelope = z.output<typeof envelopeSchema>;
