/** Tags as states hold them. */

interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}

/** Tags of ours: those that AWS adds, CloudFormation's among them, are nobody's promise. */
export const ownTags = (tags: readonly Tag[] | undefined): Readonly<Record<string, string>> =>
  ownTagRecord(Object.fromEntries((tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? ''])));

/** The same, of tags that an API gives as a record. */
export const ownTagRecord = (tags: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(tags ?? {}).filter(([key]) => !key.startsWith('aws:')));

/** A record of tags as most APIs take them. */
export const asTags = (tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** What to set and what to take away so that `live` becomes `declared`. */
export function tagChanges(
  declared: Readonly<Record<string, string>>,
  live: Readonly<Record<string, string>>,
): { readonly set: Readonly<Record<string, string>>; readonly remove: readonly string[] } {
  return {
    set: Object.fromEntries(Object.entries(declared).filter(([key, value]) => live[key] !== value)),
    remove: Object.keys(live).filter((key) => !(key in declared)),
  };
}
