/** How near each stack is to what CloudFormation takes. Pure. */

/** CloudFormation user guide, "Understand CloudFormation quotas". It names no limit for exports. */
export const limits = { resources: 500, outputs: 200, parameters: 200, bytes: 1_000_000 } as const;

interface Template {
  readonly Resources?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, { readonly Export?: unknown }>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
}

export interface StackSize {
  readonly stack: string;
  readonly resources: number;
  readonly outputs: number;
  readonly parameters: number;
  readonly exports: number;
  readonly bytes: number;
}

/** @param bytes length of the template as it is uploaded */
export function sizeOf(stack: string, template: Template, bytes: number): StackSize {
  const outputs = Object.values(template.Outputs ?? {});
  return {
    stack,
    resources: Object.keys(template.Resources ?? {}).length,
    outputs: outputs.length,
    parameters: Object.keys(template.Parameters ?? {}).length,
    exports: outputs.filter((output) => output.Export !== undefined).length,
    bytes,
  };
}

/** The largest of each measure, which may be of several stacks, with the stack that it is of. */
export function largestOf(sizes: readonly StackSize[]): Readonly<Record<keyof Omit<StackSize, 'stack'>, StackSize>> {
  const by = (measure: keyof Omit<StackSize, 'stack'>) =>
    sizes.reduce((largest, one) => (one[measure] > largest[measure] ? one : largest));
  return {
    resources: by('resources'),
    outputs: by('outputs'),
    parameters: by('parameters'),
    exports: by('exports'),
    bytes: by('bytes'),
  };
}

/** The share of the nearest limit that any stack uses, 0 to 1. */
export function nearestLimit(sizes: readonly StackSize[]): number {
  const measures = Object.keys(limits) as (keyof typeof limits)[];
  return Math.max(...sizes.flatMap((size) => measures.map((measure) => size[measure] / limits[measure])));
}
