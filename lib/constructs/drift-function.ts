/** One function of the drift loop: it reads in its own name, and changes in the fixers' alone. */
import { Stack } from 'aws-cdk-lib';
import { ArnPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Allowed } from '../drift/scope';
import { AsepsisRole } from './asepsis-role';
import { DriftBoundary } from './drift-boundary';
import { SecureFunction, type SecureFunctionProps } from './secure-function';

export interface DriftFunctionProps extends Omit<SecureFunctionProps, 'roleName' | 'network'> {
  /** Reading the live state of what it guards. */
  readonly read: readonly Allowed[];
  /** What fixes need at most; each gets credentials for one resource and its control's actions. */
  readonly fix: readonly Allowed[];
  /** Everything else that the function does in its own name: its table, its queue, its channels. */
  readonly own: readonly PolicyStatement[];
  /** Regions in which it may act at all. */
  readonly allowedRegions: readonly string[];
}

const asStatement = ({ Action, Condition, Resource }: Allowed): PolicyStatement =>
  new PolicyStatement({ actions: [...Action], resources: [...Resource], conditions: Condition });

/**
 * Control plane: it stays outside the network, by ADR 2's exception; it never touches PHI. Its two roles have a boundary of
 * their own, since what puts policies and detectors right may do what no other role of the deployment may.
 */
export class DriftFunction extends Construct {
  readonly handler: SecureFunction;
  readonly fixer: AsepsisRole;

  constructor(scope: Construct, id: string, props: DriftFunctionProps) {
    super(scope, id);
    const { account, partition } = Stack.of(this);
    const { allowedRegions, fix, own, read, ...functionProps } = props;
    const fixerName = `${props.functionName}-fixer`;
    const roleName = props.functionName;
    const role = (name: string) => `arn:${partition}:iam::${account}:role/asepsis/${name}`;
    const fixerArn = role(fixerName);
    this.handler = new SecureFunction(this, 'Function', {
      ...functionProps,
      roleName,
      environment: { ...props.environment, FIXER_ROLE_ARN: fixerArn },
    });
    const statements = [
      ...read.map(asStatement),
      ...own,
      new PolicyStatement({ sid: 'ActAsFixer', actions: ['sts:AssumeRole'], resources: [fixerArn] }),
    ];
    for (const statement of statements) this.handler.addToRolePolicy(statement);
    this.fixer = new AsepsisRole(this, 'Fixer', {
      assumedBy: new ArnPrincipal(role(roleName)),
      description: `Puts back what ${props.functionName} finds broken, one resource at a time`,
      roleName: fixerName,
      statements: fix.map(asStatement),
    });
    // IAM refuses to trust a role that does not exist yet.
    if (this.handler.role) this.fixer.node.addDependency(this.handler.role);
    new DriftBoundary(this, 'Boundary', {
      roles: [this.handler.role, this.fixer],
      actions: [...read, ...fix].flatMap(({ Action }) => Action).concat(own.flatMap((statement) => statement.actions)),
      allowedRegions,
    });
  }
}
