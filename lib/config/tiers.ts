/**
 * What a tier means. Tiers differ in redundancy, detection depth and cost, never in a required safeguard; where a tier
 * has less, `why` says so, and the README's table is generated from it.
 */
import type { Tier } from './schema';

/** Interface endpoints that Asepsis knows how to place, by AWS service name suffix. */
export type InterfaceEndpointService = 'sts' | 'kms' | 'logs' | 'secretsmanager' | 'events' | 'sqs' | 'monitoring';

export interface TierProfile {
  /** Availability zones that the isolated network needs. */
  readonly zones: { readonly min: number; readonly max: number };
  /** Interface endpoints, each about 7.30 USD a month and zone. S3 and DynamoDB have gateway endpoints in every tier. */
  readonly interfaceEndpoints: readonly InterfaceEndpointService[];
  /** GuardDuty protection plans beyond the foundational sources, which every tier has. */
  readonly guardDutyFeatures: readonly ('S3_DATA_EVENTS' | 'LAMBDA_NETWORK_LOGS')[];
  /** Security Hub standards. */
  readonly securityHubStandards: readonly ('fsbp' | 'nist-800-53')[];
  /** AWS Config records these: every supported type, or the types Asepsis guards, continuously or daily. */
  readonly configRecording: { readonly scope: 'guarded' | 'all'; readonly frequency: 'CONTINUOUS' | 'DAILY' };
  /** Rules of AWS's HIPAA conformance pack: those on what matters most, or all that apply. About 0.001 USD an evaluation. */
  readonly configRules: 'essential' | 'all';
  /** Cognito feature plan: PLUS adds threat protection against compromised credentials and unusual sign-ins. */
  readonly cognitoPlan: 'ESSENTIALS' | 'PLUS';
  /**
   * Macie's inventory of buckets and what they are open to, 0.10 USD a bucket and month. Its automated discovery, paid by
   * what it reads, is a setting of the account that CloudFormation has no type for: it is as its owner has it.
   */
  readonly macie: boolean;
  readonly inspector: boolean;
  /** Access Analyzer for roles and permissions that nobody uses, 0.20 USD a role and month. */
  readonly unusedAccess: boolean;
  /** AWS Backup restore testing on a schedule, and the time that a restore takes held against 72 hours. */
  readonly restoreTesting: boolean;
  /** Whether every backup must be copied to a second region; where it need not, it may. */
  readonly backupCopy: boolean;
  /** CloudTrail network activity events of the interface endpoints' services. */
  readonly networkActivityEvents: boolean;
  /** Hours between two sweeps of the drift loop; events are answered at once in every tier. */
  readonly sweepHours: number;
  /**
   * Minutes between two rounds of the second path, which watches the drift loop itself; it hears of calls at once in every
   * tier. A round is some 500 reading calls, of which GuardDuty's price is the greatest part: 4 USD a million.
   */
  readonly watchMinutes: number;
  /**
   * Hours between two increments of operating evidence in the archive. One costs a hundredth of a cent in calls, so that no
   * tier has fewer.
   */
  readonly evidenceHours: number;
  /** One line a property where the tier has less than `hospital`, for the README's table. */
  readonly why: Readonly<Record<string, string>>;
}

const endpointsWhy =
  'STS alone: S3 and DynamoDB have free gateway endpoints, and each further endpoint is paid for by hour and zone.';
const networkActivityWhy =
  'They show calls through interface endpoints that were denied: there is one such endpoint, and CloudTrail records its calls.';
const watchWhy =
  'A part of the loop that was silenced without an event is found later. Each round is paid for by its calls: about 2, 8 and 24 USD a month.';

export const tiers: Readonly<Record<Tier, TierProfile>> = {
  solo: {
    zones: { min: 1, max: 2 },
    interfaceEndpoints: ['sts'],
    guardDutyFeatures: ['S3_DATA_EVENTS'],
    securityHubStandards: ['fsbp'],
    configRecording: { scope: 'guarded', frequency: 'DAILY' },
    configRules: 'essential',
    cognitoPlan: 'ESSENTIALS',
    macie: false,
    inspector: false,
    unusedAccess: false,
    restoreTesting: false,
    backupCopy: false,
    networkActivityEvents: false,
    sweepHours: 24,
    watchMinutes: 60,
    evidenceHours: 24,
    why: {
      zones:
        'One zone: a zone outage stops the workload until it is redeployed; the data itself is regional and stays.',
      interfaceEndpoints: endpointsWhy,
      networkActivityEvents: networkActivityWhy,
      guardDutyFeatures: 'No Lambda network monitoring: there is no route out of the network to monitor.',
      securityHubStandards:
        'AWS Foundational Security Best Practices only: a second standard doubles the checks paid for.',
      configRecording:
        'Guarded resource types, daily: changes are noticed at once by CloudTrail events, not by Config.',
      configRules:
        'The rules on access, encryption, copies and records; the rest of the pack that applies would be paid for each evaluation.',
      cognitoPlan: 'MFA is required all the same; risk-based blocking is paid for each user.',
      macie: 'No discovery of sensitive data outside the PHI stores: there are no other stores.',
      inspector: 'Functions are scanned before a release by the SBOM, not continuously.',
      restoreTesting: 'Restores are tested by hand, by the runbook.',
      sweepHours: 'Once a day: a missed event waits longer; events themselves are answered at once.',
      watchMinutes: watchWhy,
      unusedAccess: 'Few roles, all of this blueprint: what they may do is in the templates, and reviewed there.',
      backupCopy: 'One region: a region that is lost takes the backups with it. `backup.copyRegion` adds a second.',
    },
  },
  clinic: {
    zones: { min: 2, max: 3 },
    interfaceEndpoints: ['sts'],
    guardDutyFeatures: ['S3_DATA_EVENTS', 'LAMBDA_NETWORK_LOGS'],
    securityHubStandards: ['fsbp'],
    configRecording: { scope: 'all', frequency: 'DAILY' },
    configRules: 'all',
    cognitoPlan: 'ESSENTIALS',
    macie: true,
    inspector: true,
    unusedAccess: false,
    restoreTesting: true,
    backupCopy: false,
    networkActivityEvents: false,
    sweepHours: 6,
    watchMinutes: 15,
    evidenceHours: 24,
    why: {
      zones: 'Two zones: one may fail.',
      interfaceEndpoints: endpointsWhy,
      networkActivityEvents: networkActivityWhy,
      securityHubStandards: 'One standard: a second one doubles the checks paid for.',
      configRecording: 'Daily: changes are noticed at once by CloudTrail events, not by Config.',
      sweepHours: 'Every six hours: events themselves are answered at once.',
      watchMinutes: watchWhy,
      cognitoPlan: 'MFA is required all the same; risk-based blocking is paid for each user.',
      unusedAccess: 'Few roles, all of this blueprint: what they may do is in the templates, and reviewed there.',
      backupCopy: 'One region: a region that is lost takes the backups with it. `backup.copyRegion` adds a second.',
    },
  },
  hospital: {
    zones: { min: 3, max: 3 },
    interfaceEndpoints: ['sts', 'kms', 'logs', 'secretsmanager', 'events'],
    guardDutyFeatures: ['S3_DATA_EVENTS', 'LAMBDA_NETWORK_LOGS'],
    securityHubStandards: ['fsbp', 'nist-800-53'],
    configRecording: { scope: 'all', frequency: 'CONTINUOUS' },
    configRules: 'all',
    cognitoPlan: 'PLUS',
    macie: true,
    inspector: true,
    unusedAccess: true,
    restoreTesting: true,
    backupCopy: true,
    networkActivityEvents: true,
    sweepHours: 1,
    watchMinutes: 5,
    evidenceHours: 24,
    why: {},
  },
};
