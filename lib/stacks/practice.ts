/** One tenant: its key, its stores, its workload. */
import { CfnOutput, Tags } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Practice } from '../config/schema';
import { AsepsisKey } from '../constructs/asepsis-key';
import type { TokenIssuer } from '../constructs/clinical-api';
import { ImagingWorkload } from '../constructs/imaging-workload';
import type { IsolatedVpc } from '../constructs/isolated-vpc';
import { PhiBucket, type PracticeDataClass } from '../constructs/phi-bucket';
import { PhiTable } from '../constructs/phi-table';
import type { PracticePerimeter } from '../constructs/practice-perimeter';
import type { ObjectLock } from '../constructs/secure-bucket';
import { AsepsisStack } from './asepsis-stack';
import type { Blueprint } from './blueprint';

/** What a practice uses of the foundation. */
export interface Foundation {
  readonly auditKey: IKey;
  readonly network: IsolatedVpc;
  readonly tokens: TokenIssuer;
}

const pascal = (text: string) => text.replace(/(?:^|-)([a-z])/g, (_, first: string) => first.toUpperCase());

export class PracticeStack extends AsepsisStack {
  constructor(scope: Construct, blueprint: Blueprint, practice: Practice, { auditKey, network, tokens }: Foundation) {
    super(scope, `Practice-${practice.id}`, blueprint, `Asepsis: stores and workload of ${practice.id}`);
    const { config, names, removalPolicy } = blueprint;
    Tags.of(this).add('practice', practice.id);
    const perimeter: PracticePerimeter = {
      practice: practice.id,
      vpcId: network.vpc.vpcId,
      backupRoleArns: [names.backupRoleArn, names.restoreRoleArn],
      emergencyRoleArn: names.breakGlassRoleArn,
    };
    const encryptionKey = new AsepsisKey(this, 'Key', {
      description: `${config.name}: data of ${practice.id}`,
      alias: `${config.name}-${practice.id}`,
      viaServices: ['s3', 'dynamodb'],
      removalPolicy,
    });
    const storeOf = (dataClass: PracticeDataClass) =>
      new PhiBucket(this, `${pascal(dataClass)}Store`, {
        bucketName: names.store(practice.id, dataClass),
        dataClass,
        encryptionKey,
        accessLogBucketName: names.accessLogBucket,
        perimeter,
        scanRoleName: `${config.name}-${practice.id}-${dataClass}-scan`,
        retentionYears: config.retention.phiYears,
        objectLock: dataClass === 'phi' ? phiLock(blueprint) : undefined,
        removalPolicy,
      });
    // PHI always has a store; the reference workload lives on it.
    const phiStore = storeOf('phi');
    for (const dataClass of new Set(config.dataClasses)) if (dataClass !== 'phi') storeOf(dataClass);
    new PhiTable(this, 'Records', {
      tableName: names.table(practice.id),
      dataClass: 'phi',
      encryptionKey,
      perimeter,
      removalPolicy,
    });
    const { api } = new ImagingWorkload(this, 'Imaging', {
      name: `${config.name}-${practice.id}`,
      practice: practice.id,
      bucket: phiStore,
      bucketName: names.store(practice.id, 'phi'),
      phiKey: encryptionKey,
      network,
      tokens,
      clinicianRoleArn: names.groupRoleArn('clinician'),
      roleName: names.imagingRole(practice.id),
      auditKey,
      logPrefix: names.logPrefix,
      logRetention: blueprint.logRetention,
      removalPolicy,
    });
    new CfnOutput(this, 'ImagingUrl', { value: api.url });
  }
}

/** A trial's lock can be lifted and lasts a day; production's cannot. */
function phiLock({ config, trial }: Blueprint): ObjectLock | undefined {
  if (!config.logArchive.lockPhi) return undefined;
  return trial ? { mode: 'GOVERNANCE', days: 1 } : { mode: 'COMPLIANCE', days: config.logArchive.phiLockDays };
}
