/** A practice's door: an HTTP API that lets nobody in without a token of our user pool. */
import { Stack } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { EncryptedLogGroup } from './encrypted-log-group';
import { uphold } from './safeguards';

/** Who issues tokens, and for whom they are. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: readonly string[];
}

export interface ClinicalApiProps {
  readonly apiName: string;
  readonly tokens: TokenIssuer;
  readonly accessLogs: EncryptedLogGroup;
  readonly handler: IFunction;
}

/** Who asked for what, with what outcome. No path (it names the image), no query, no header, no body: no PHI. */
const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  person: '$context.authorizer.claims.sub',
  refused: '$context.authorizer.error',
  latency: '$context.responseLatency',
});

/**
 * Token checked on every route, requests throttled, every one logged. The default endpoint stays on: it takes TLS 1.2
 * and newer only, and a domain of one's own would need a certificate that a configuration cannot promise.
 * 45 CFR 164.312(a)(1), (b), (d), (e)(1).
 */
export class ClinicalApi extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, props: ClinicalApiProps) {
    super(scope, id);
    const { audience, issuer } = props.tokens;
    uphold(this.node.path, [
      [
        issuer.startsWith('https://'),
        `the issuer ${issuer || 'nobody'}`,
        'an HTTPS address',
        'Name the user pool whose tokens are taken.',
      ],
      [audience.length > 0, 'tokens for anybody', 'app clients', 'Name the clients that tokens are for.'],
    ]);
    const api = new HttpApi(this, 'Api', {
      apiName: props.apiName,
      description: 'Stores and reads images of one practice',
      createDefaultStage: false,
      defaultAuthorizer: new HttpJwtAuthorizer('People', props.tokens.issuer, {
        jwtAudience: [...props.tokens.audience],
      }),
    });
    api.addRoutes({
      path: '/images/{id}',
      methods: [HttpMethod.GET, HttpMethod.PUT],
      integration: new HttpLambdaIntegration('Imaging', props.handler),
    });
    new CfnStage(this, 'Stage', {
      apiId: api.apiId,
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: props.accessLogs.plainArn, format: accessLogFormat },
      // A practice is a few dozen people; more is a mistake or an attack.
      defaultRouteSettings: { throttlingBurstLimit: 50, throttlingRateLimit: 25, detailedMetricsEnabled: true },
    }).node.addDependency(props.accessLogs);
    const { region, urlSuffix } = Stack.of(this);
    this.url = `https://${api.apiId}.execute-api.${region}.${urlSuffix}`;
  }
}
