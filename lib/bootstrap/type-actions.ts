/** How the tables of actions are written. */

/** Actions of one type: each service's, separated by spaces. */
export type TypeActions = Readonly<Record<string, string>>;

/** What most services call the actions on tags. */
export const tags = 'TagResource UntagResource ListTagsForResource';
