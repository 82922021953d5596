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

/** The same as states of the kind, for what no template can say: a snapshot is shared by an API call alone. */
export interface StateFixture {
  readonly violatingState: object;
  readonly compliantState: object;
}

/**
 * The cases of a control of a fork's own, one of them undecidable. Its own control alone is asked, so that a case shows
 * what matters to it and nothing else.
 */
export type OwnFixture = { readonly control: string } & (
  | (Pick<PlantedFixture, 'violating' | 'compliant'> & { readonly undecidable: Plant })
  | (StateFixture & { readonly undecidableState: object })
);

export type Fixture = PlantedFixture | StateFixture | OwnFixture;

/** Fixtures of one resource kind by control id. */
export type Fixtures = Readonly<Record<string, Fixture>>;
