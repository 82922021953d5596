/** What every stack is given: the configuration, what follows from it, and the names that stacks agree on. */
import { RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Config } from '../config/schema';
import { type TierProfile, tiers } from '../config/tiers';
import type { Perimeter } from '../constructs/endpoint-policy';
import type { ObjectLock } from '../constructs/secure-bucket';

/** Physical names that stacks refer to without a cross-stack reference. They are part of the contract: never change one. */
export interface Names {
  readonly boundary: string;
  readonly boundaryArn: string;
  readonly trail: string;
  readonly auditBucket: string;
  /** Access logs of the archive itself. */
  readonly archiveLogBucket: string;
  readonly accessLogBucket: string;
  readonly configBucket: string;
  readonly breakGlassRole: string;
  readonly breakGlassRoleArn: string;
  readonly vault: string;
  /** The vault of `backup.copyRegion`. */
  readonly copyVault: string;
  readonly backupRole: string;
  readonly backupRoleArn: string;
  readonly restoreRole: string;
  readonly restoreRoleArn: string;
  /** `/asepsis/<deployment>/`: every log group starts with it. */
  readonly logPrefix: string;
  /** The role of a group of people, for example `lakeside-clinician`. */
  readonly groupRole: (group: string) => string;
  readonly groupRoleArn: (group: string) => string;
  /** The role that a practice's imaging function runs with. */
  readonly imagingRole: (practice: string) => string;
  readonly store: (practice: string, dataClass: string) => string;
  readonly table: (practice: string) => string;
  /** Alias of the key that signs evidence, without `alias/`. */
  readonly signingAlias: string;
  /** The user pool of people. */
  readonly peoplePool: string;
  readonly alertTopic: string;
  readonly alertTopicArn: string;
  readonly driftTable: string;
  readonly driftBus: string;
  /** The parameter that stops the drift loop, or changes a control's mode, at run time. */
  readonly driftSettings: string;
  /** The queue of containment: findings, and the decisions of those who may approve. */
  readonly containmentQueue: string;
  /** Assumed with MFA, to approve or to release a containment. */
  readonly approverRole: string;
}

export interface Blueprint {
  readonly config: Config;
  readonly tier: TierProfile;
  readonly trial: boolean;
  readonly names: Names;
  readonly perimeter: Perimeter;
  readonly logRetention: RetentionDays;
  /** What happens to stores and records with their stack: a trial leaves nothing behind, production keeps all. */
  readonly removalPolicy: RemovalPolicy.RETAIN | RemovalPolicy.DESTROY;
  /** Days that audit records are kept; six years with their leap days are 2,192. 45 CFR 164.316(b)(2)(i). */
  readonly auditDays: number;
  /** Lock of the audit archive. */
  readonly auditLock: ObjectLock;
}

/** Days of a year with its share of a leap day: a span of whole years never has more, rounded up. */
const daysOfYear = 365.25;

/** Days of a trial's governance-mode lock: long enough to show that it holds. */
const trialLockDays = 1;

function namesOf({ name, account, region }: Config): Names {
  const bucket = (part: string) => `${name}-${part}-${account}-${region}`;
  const role = (roleName: string) => `arn:aws:iam::${account}:role/asepsis/${roleName}`;
  return {
    boundary: `${name}-boundary`,
    boundaryArn: `arn:aws:iam::${account}:policy/asepsis/${name}-boundary`,
    trail: `${name}-trail`,
    auditBucket: bucket('audit'),
    archiveLogBucket: bucket('archive-logs'),
    accessLogBucket: bucket('access-logs'),
    configBucket: bucket('config'),
    breakGlassRole: `${name}-break-glass`,
    breakGlassRoleArn: role(`${name}-break-glass`),
    vault: `${name}-vault`,
    copyVault: `${name}-vault-copy`,
    backupRole: `${name}-backup`,
    backupRoleArn: role(`${name}-backup`),
    restoreRole: `${name}-restore`,
    restoreRoleArn: role(`${name}-restore`),
    logPrefix: `/asepsis/${name}/`,
    groupRole: (group) => `${name}-${group}`,
    groupRoleArn: (group) => role(`${name}-${group}`),
    imagingRole: (practice) => `${name}-${practice}-imaging`,
    store: (practice, dataClass) => bucket(`${practice}-${dataClass}`),
    table: (practice) => `${name}-${practice}-records`,
    signingAlias: `${name}-evidence`,
    peoplePool: `${name}-people`,
    alertTopic: `${name}-alerts`,
    alertTopicArn: `arn:aws:sns:${region}:${account}:${name}-alerts`,
    driftTable: `${name}-drift`,
    driftBus: `${name}-drift`,
    driftSettings: `/asepsis/${name}/drift`,
    containmentQueue: `${name}-contain`,
    approverRole: `${name}-approver`,
  };
}

/** Derives from a configuration all that stacks need. Pure. */
export function blueprintOf(config: Config): Blueprint {
  const trial = config.mode === 'trial';
  const auditDays = Math.ceil(config.retention.auditYears * daysOfYear);
  return {
    config,
    tier: tiers[config.tier],
    trial,
    names: namesOf(config),
    perimeter: { account: config.account, organisationId: config.organisation.id },
    logRetention: config.retention.logGroupDays as RetentionDays,
    removalPolicy: trial ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    auditDays,
    auditLock: trial ? { mode: 'GOVERNANCE', days: trialLockDays } : { mode: 'COMPLIANCE', days: auditDays },
  };
}
