/** Names of the bootstrap, on which preflight, the bootstrap itself and the app agree. Pure. */
import { context } from '../../cdk.json';
import type { Config } from '../config/schema';

/** Of our own, so that the bootstrap of other apps in the account stays as it is. 10 characters at most. */
export const qualifier = context['@aws-cdk/core:bootstrapQualifier'];

export interface BootstrapNames {
  readonly qualifier: string;
  /** Stack with the policies. */
  readonly stack: string;
  /** Stack of the CDK's own bootstrap. */
  readonly toolkit: string;
  /** The most that the bootstrap's roles can do. */
  readonly boundary: string;
  readonly boundaryArn: string;
  /** The role that CloudFormation acts with. */
  readonly executionRole: string;
  /** Every role of the bootstrap. */
  readonly roles: readonly string[];
  /** The policies of the execution role are this and a number. */
  readonly executionPolicy: string;
  readonly executionPolicyPrefix: string;
}

/** At the root path: `cdk bootstrap --custom-permissions-boundary` takes a name without a path. */
export function bootstrapNames({ account, region }: Pick<Config, 'account' | 'region'>): BootstrapNames {
  const arn = (name: string) => `arn:aws:iam::${account}:policy/${name}`;
  const role = (name: string) => `cdk-${qualifier}-${name}-role-${account}-${region}`;
  const boundary = `${qualifier}-bootstrap-boundary-${region}`;
  const executionPolicy = `${qualifier}-bootstrap-execution-${region}-`;
  return {
    qualifier,
    stack: `${qualifier}-bootstrap`,
    toolkit: `${qualifier}-toolkit`,
    boundary,
    boundaryArn: arn(boundary),
    executionRole: role('cfn-exec'),
    roles: ['cfn-exec', 'deploy', 'file-publishing', 'image-publishing', 'lookup'].map(role),
    executionPolicy,
    executionPolicyPrefix: arn(executionPolicy),
  };
}
