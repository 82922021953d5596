/** One deployment in one account: the foundation, then a stack for each practice. The order is that of dependencies. */

import { Stage } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { AuditStack } from '../stacks/audit';
import { BackupStack } from '../stacks/backup';
import { BackupCopyStack } from '../stacks/backup-copy';
import { blueprintOf } from '../stacks/blueprint';
import { ContainmentStack } from '../stacks/containment';
import { DetectionStack } from '../stacks/detection';
import { DriftStack } from '../stacks/drift';
import { GlobalEventsStack, globalRegion } from '../stacks/global-events';
import { IdentityStack } from '../stacks/identity';
import { NetworkStack } from '../stacks/network';
import { PerimeterStack } from '../stacks/perimeter';
import { PracticeStack } from '../stacks/practice';

export class Deployment extends Stage {
  constructor(scope: Construct, config: Config) {
    super(scope, 'Asepsis', { env: { account: config.account, region: config.region } });
    const blueprint = blueprintOf(config);
    const perimeter = new PerimeterStack(this, blueprint);
    const audit = new AuditStack(this, blueprint);
    const { network } = new NetworkStack(this, blueprint, audit.key);
    const detection = new DetectionStack(this, blueprint, audit.key, network);
    const drift = new DriftStack(this, blueprint, audit.key, audit.signingKey);
    // It tells by the topic's name.
    drift.addStackDependency(detection);
    // It writes into the drift loop's table and obeys its settings, by their names.
    new ContainmentStack(this, blueprint, audit.key).addStackDependency(drift);
    const { tokens } = new IdentityStack(this, blueprint, audit.key);
    const backup = new BackupStack(this, blueprint);
    const { copyRegion } = config.backup;
    // The plan names the vault by its ARN, of which CloudFormation cannot know that it must exist first.
    if (copyRegion) backup.addStackDependency(new BackupCopyStack(this, blueprint, copyRegion));
    const elsewhere = config.region === globalRegion ? [] : [new GlobalEventsStack(this, blueprint)];
    for (const practice of config.practices)
      new PracticeStack(this, blueprint, practice, { auditKey: audit.key, network, tokens });
    // By its fixed ARN: a reference would tie every stack to an export of the first.
    PermissionsBoundary.of(this).apply(
      ManagedPolicy.fromManagedPolicyArn(perimeter, 'BoundaryByArn', blueprint.names.boundaryArn),
    );
    // IAM refuses a role whose boundary does not exist yet. The other stacks come after by the audit key.
    for (const stack of [audit, backup, ...elsewhere]) stack.addStackDependency(perimeter);
  }
}
