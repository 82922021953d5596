/** Account switches that have no CloudFormation type: Asepsis declares them by one custom resource. */
import { defineKind } from './kind';
import { at, bool, num, str, strs } from './read';
import type { TemplateResource } from './template';
import { isUnknown, type Value } from './value';

export interface PublicAccessBlock {
  readonly blockPublicAcls: Value<boolean>;
  readonly blockPublicPolicy: Value<boolean>;
  readonly ignorePublicAcls: Value<boolean>;
  readonly restrictPublicBuckets: Value<boolean>;
}

export interface AccountPasswordPolicy {
  readonly minimumLength: Value<number>;
  readonly lowercase: Value<boolean>;
  readonly uppercase: Value<boolean>;
  readonly digits: Value<boolean>;
  readonly symbols: Value<boolean>;
  /** Former passwords that cannot be used again; 0 where all can. */
  readonly history: Value<number>;
  /** Days; 0 where a password never expires. */
  readonly maxAgeDays: Value<number>;
}

/** A switch that is undefined is left to whoever owned it before: `adopt` in the configuration. */
export interface AccountSettingsState {
  readonly account: string;
  readonly s3PublicAccessBlock: Value<PublicAccessBlock | undefined>;
  readonly passwordPolicy: Value<AccountPasswordPolicy | undefined>;
  readonly ebsEncryption: Value<boolean>;
  /** `block-new-sharing` or `unblocked`. */
  readonly imageSharing: Value<string>;
  /** `block-all-sharing`, `block-new-sharing` or `unblocked`. */
  readonly snapshotSharing: Value<string>;
  /** `Enable` or `Disable`. */
  readonly documentSharing: Value<string>;
  /** Resource types that Inspector scans, undefined where Inspector is not declared. */
  readonly inspector: Value<readonly string[] | undefined>;
}

type Properties = TemplateResource['properties'];

function publicAccessBlock(properties: Properties): PublicAccessBlock | undefined {
  if (at(properties, 'S3PublicAccessBlock') === undefined) return undefined;
  const flag = (name: string) => bool(properties, `S3PublicAccessBlock.${name}`, false);
  return {
    blockPublicAcls: flag('BlockPublicAcls'),
    blockPublicPolicy: flag('BlockPublicPolicy'),
    ignorePublicAcls: flag('IgnorePublicAcls'),
    restrictPublicBuckets: flag('RestrictPublicBuckets'),
  };
}

function passwordPolicy(properties: Properties): AccountPasswordPolicy | undefined {
  if (at(properties, 'PasswordPolicy') === undefined) return undefined;
  const flag = (name: string) => bool(properties, `PasswordPolicy.${name}`, false);
  return {
    // IAM's minimum where none is given.
    minimumLength: num(properties, 'PasswordPolicy.MinimumPasswordLength', 6),
    lowercase: flag('RequireLowercaseCharacters'),
    uppercase: flag('RequireUppercaseCharacters'),
    digits: flag('RequireNumbers'),
    symbols: flag('RequireSymbols'),
    history: num(properties, 'PasswordPolicy.PasswordReusePrevention', 0),
    maxAgeDays: num(properties, 'PasswordPolicy.MaxPasswordAge', 0),
  };
}

function inspector(properties: Properties): Value<readonly string[] | undefined> {
  const types = strs(properties, 'InspectorResourceTypes');
  return isUnknown(types) || types.length > 0 ? types : undefined;
}

export const accountSettings = defineKind<AccountSettingsState>({
  name: 'account.settings',
  types: ['Custom::AsepsisAccountSettings'],
  owned: [
    's3PublicAccessBlock',
    'passwordPolicy',
    'ebsEncryption',
    'imageSharing',
    'snapshotSharing',
    'documentSharing',
    'inspector',
  ],
  read: ({ properties }, set) => ({
    account: set.environment.account,
    s3PublicAccessBlock: publicAccessBlock(properties),
    passwordPolicy: passwordPolicy(properties),
    ebsEncryption: bool(properties, 'EbsEncryptionByDefault', false),
    imageSharing: str(properties, 'ImageBlockPublicAccess', 'unblocked'),
    snapshotSharing: str(properties, 'SnapshotBlockPublicAccess', 'unblocked'),
    documentSharing: str(properties, 'SsmDocumentPublicSharing', 'Enable'),
    inspector: inspector(properties),
  }),
});
