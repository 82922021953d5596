/** The base of every stack: where it lives, what it is called, and that production stacks cannot be deleted by a slip. */
import { Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Blueprint } from './blueprint';

export abstract class AsepsisStack extends Stack {
  private readonly zones: readonly string[];

  /**
   * @param region where the stack lives, when not in the deployment's own region
   */
  protected constructor(
    scope: Construct,
    id: string,
    { config, trial }: Blueprint,
    description: string,
    region = config.region,
  ) {
    super(scope, id, {
      stackName: `${config.name}-${id.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()}`,
      description,
      env: { account: config.account, region },
      terminationProtection: !trial,
      analyticsReporting: false,
      // On the stack itself: by it the drift functions know the stacks that are ours.
      tags: { 'asepsis:deployment': config.name },
    });
    this.zones = config.availabilityZones;
    Tags.of(this).add('asepsis:deployment', config.name);
  }

  /** From the configuration, so that a synth needs no credentials. */
  override get availabilityZones(): string[] {
    return [...this.zones];
  }
}
