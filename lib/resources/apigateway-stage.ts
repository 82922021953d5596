/** A stage of a REST API. Asepsis makes HTTP APIs; this kind gates a fork. Read from templates only. */
import { defineKind } from './kind';
import { str } from './read';
import { mark, type Value } from './value';

export interface ApiStageState {
  readonly id: Value<string>;
  /** Whether a web ACL filters its requests. */
  readonly filtered: boolean;
}

export const apigatewayStage = defineKind<ApiStageState>({
  name: 'apigateway.stage',
  types: ['AWS::ApiGateway::Stage'],
  owned: [],
  read: ({ stack, logicalId, properties }, set) => {
    const own = mark(stack, logicalId);
    const api = str(properties, 'RestApiId', '');
    const name = str(properties, 'StageName', '');
    // A stage has no ARN attribute: templates build it from the API and the stage.
    const means = (arn: unknown) =>
      typeof arn === 'string' &&
      (arn.includes(own) || (typeof api === 'string' && arn.includes(api) && arn.endsWith(`/stages/${String(name)}`)));
    return {
      id: own,
      filtered: set.ofType('AWS::WAFv2::WebACLAssociation').some((one) => means(one.properties.ResourceArn)),
    };
  },
});
