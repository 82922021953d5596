/** A Systems Manager document. Its sharing is an API call, which no template can declare. */
import { defineKind } from './kind';
import { str } from './read';
import { mark, type Value } from './value';

export interface DocumentState {
  readonly name: Value<string>;
  /** Accounts that may use it; `all` for the world. */
  readonly sharedWith: Value<readonly string[]>;
}

export const ssmDocument = defineKind<DocumentState>({
  name: 'ssm.document',
  types: ['AWS::SSM::Document'],
  owned: ['sharedWith'],
  read: ({ stack, logicalId, properties }) => ({
    name: str(properties, 'Name', mark(stack, logicalId)),
    sharedWith: [],
  }),
});
