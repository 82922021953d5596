import type { Stack } from 'aws-cdk-lib';

/** Builds resources into a stack. */
export type Plant = (stack: Stack) => void;

/** One stack that violates just one control, and one that keeps it: plain CDK, without the house's constructs. */
export interface Fixture {
  readonly violating: Plant;
  readonly compliant: Plant;
}

/** Fixtures of one resource kind by control id. */
export type Fixtures = Readonly<Record<string, Fixture>>;
