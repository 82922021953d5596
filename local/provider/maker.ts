/** What the provider function knows about one resource type: how its API makes, changes and removes it. */

export type Properties = Readonly<Record<string, unknown>>;

export interface Context {
  readonly account: string;
  readonly region: string;
  /** A name for a resource whose template gives none: stable for its stack and logical id. */
  readonly generatedName: string;
}

export interface Made {
  /** What Ref yields. */
  readonly physicalId: string;
  /** What GetAtt yields. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface Maker {
  create(properties: Properties, context: Context): Promise<Made>;
  /** @default `create` again: right for APIs whose put replaces what was there */
  update?(physicalId: string, properties: Properties, context: Context): Promise<Made>;
  /** Never fails for what is gone already: the caller sees to that. */
  remove(physicalId: string, properties: Properties, context: Context): Promise<unknown>;
}

/** A property as text, or a clear refusal. */
export function text(properties: Properties, key: string): string {
  const value = properties[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`property ${key} is ${JSON.stringify(value)}; a text is needed`);
}

/** Keys from CloudFormation's spelling to that of JSON APIs: `RoleARN` stays to the caller, `Name` becomes `name`. */
export function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key.charAt(0).toLowerCase() + key.slice(1), camelKeys(one)]),
  );
}

/** CloudFormation's list of tags as the map that some APIs take. */
export function tagMap(tags: unknown): Record<string, string> | undefined {
  if (!Array.isArray(tags)) return tags as Record<string, string> | undefined;
  return Object.fromEntries(tags.map(({ Key, Value }: { Key: string; Value: string }) => [Key, Value]));
}

/** True for an emulator's way of saying that it has no such action: MiniStack names it, moto answers an error page. */
export const isMissingAction = (error: unknown): boolean =>
  error instanceof Error &&
  /unknown .*action|not implemented|no route for|invalidaction|<!doctype|<html>/i.test(
    `${error.name} ${error.message}`,
  );

/** Leaves out a part that an emulator has no action for, and says so in the function's log. */
export async function whereThereIs(what: string, action: Promise<unknown>): Promise<void> {
  try {
    await action;
  } catch (error) {
    if (!isMissingAction(error)) throw error;
    console.warn(`left out ${what}: ${error instanceof Error ? error.message : error}`);
  }
}
