/** One of AWS's managed Config rules, as data. */
export interface ManagedRule {
  /** AWS's name of the rule, for example `s3-bucket-versioning-enabled`. */
  readonly name: string;
  /** AWS's identifier. @default the name in capitals, with underscores */
  readonly identifier?: string;
  /** Resource types whose changes are evaluated. @default what AWS evaluates by itself, once a day */
  readonly types?: readonly string[];
  /** Only resources with this tag. */
  readonly tag?: { readonly key: string; readonly value: string };
  readonly parameters?: Readonly<Record<string, string>>;
}
