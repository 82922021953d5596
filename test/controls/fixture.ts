import type { Stack } from 'aws-cdk-lib';

/** Builds resources into a stack. */
export type Plant = (stack: Stack) => void;

/** One stack that violates just one control, and one that keeps it: plain CDK, without the house's constructs. */
export interface PlantedFixture {
  readonly violating: Plant;
  readonly compliant: Plant;
  /** Controls of another resource that the same weakness violates too: a log group without a key, seen by what logs to it. */
  readonly also?: readonly string[];
}

/** For what no template can declare: two live states, and why there is no stack. */
export interface LiveFixture {
  readonly liveOnly: string;
  readonly violating: unknown;
  readonly compliant: unknown;
}

export type Fixture = PlantedFixture | LiveFixture;

/** Fixtures of one resource kind by control id. */
export type Fixtures = Readonly<Record<string, Fixture>>;
