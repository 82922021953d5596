/** Which switches to set, decided from the declaration alone. Pure. */
import type { Settings } from './request';

/** One switch to set. */
export type Step =
  | { readonly set: 's3-public-access-block'; readonly value: NonNullable<Settings['S3PublicAccessBlock']> }
  | { readonly set: 'password-policy'; readonly value: NonNullable<Settings['PasswordPolicy']> }
  | { readonly set: 'ebs-encryption-by-default' }
  | { readonly set: 'image-block-public-access'; readonly value: Settings['ImageBlockPublicAccess'] }
  | { readonly set: 'snapshot-block-public-access'; readonly value: Settings['SnapshotBlockPublicAccess'] }
  | { readonly set: 'ssm-document-public-sharing'; readonly value: Settings['SsmDocumentPublicSharing'] }
  | { readonly set: 'inspector'; readonly value: NonNullable<Settings['InspectorResourceTypes']> }
  | { readonly set: 'default-security-group'; readonly vpcId: string };

/**
 * The steps for a request. A deletion has none: the account keeps its switches, since turning one off because a stack
 * went away would weaken what others may rely on.
 */
export function plan(request: 'Create' | 'Update' | 'Delete', settings: Settings): readonly Step[] {
  if (request === 'Delete') return [];
  const steps: Step[] = [];
  if (settings.S3PublicAccessBlock) steps.push({ set: 's3-public-access-block', value: settings.S3PublicAccessBlock });
  if (settings.PasswordPolicy) steps.push({ set: 'password-policy', value: settings.PasswordPolicy });
  if (settings.EbsEncryptionByDefault) steps.push({ set: 'ebs-encryption-by-default' });
  steps.push({ set: 'image-block-public-access', value: settings.ImageBlockPublicAccess });
  steps.push({ set: 'snapshot-block-public-access', value: settings.SnapshotBlockPublicAccess });
  steps.push({ set: 'ssm-document-public-sharing', value: settings.SsmDocumentPublicSharing });
  if (settings.InspectorResourceTypes) steps.push({ set: 'inspector', value: settings.InspectorResourceTypes });
  steps.push({ set: 'default-security-group', vpcId: settings.ClosedDefaultSecurityGroupOf });
  return steps;
}
