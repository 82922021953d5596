/** What CloudFormation may act on, action by action: this deployment's own, by the names it gives. Pure. */
import type { Config } from '../config/schema';
import { qualifier } from './names';

/** Actions for which the service authorization reference names no resource, of services that otherwise do. */
const unscoped: readonly string[] = [
  'cloudtrail:DescribeTrails',
  'cloudwatch:DescribeAlarms',
  'lambda:CreateEventSourceMapping',
  'lambda:DeleteEventSourceMapping',
  'lambda:GetEventSourceMapping',
  'lambda:UpdateEventSourceMapping',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DeleteResourcePolicy',
  'logs:DescribeIndexPolicies',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'sns:GetSubscriptionAttributes',
  'sns:SetSubscriptionAttributes',
  'sns:Unsubscribe',
];

const code: readonly string[] = ['s3:GetObject', 's3:GetObjectVersion'];

/**
 * ARNs that an action is granted on. `*` for services whose resources get their ids from AWS when they are made
 * (detectors, pools, keys, networks, vaults): there is no name to grant beforehand, and the boundary keeps the region.
 */
export function resourcesOf(action: string, { account, name }: Config): readonly string[] {
  if (unscoped.includes(action)) return ['*'];
  if (code.includes(action)) return [`arn:aws:s3:::cdk-${qualifier}-assets-${account}-*/*`];
  const named: Readonly<Record<string, readonly string[]>> = {
    apigateway: ['arn:aws:apigateway:*::/apis', 'arn:aws:apigateway:*::/apis/*', 'arn:aws:apigateway:*::/tags/*'],
    cloudtrail: [`arn:aws:cloudtrail:*:${account}:trail/${name}-*`],
    cloudwatch: [`arn:aws:cloudwatch:*:${account}:alarm:${name}-*`],
    dynamodb: [`arn:aws:dynamodb:*:${account}:table/${name}-*`],
    events: [`arn:aws:events:*:${account}:rule/${name}-*`],
    lambda: [`arn:aws:lambda:*:${account}:function:${name}-*`],
    logs: [`arn:aws:logs:*:${account}:log-group:/asepsis/${name}/*`],
    s3: [`arn:aws:s3:::${name}-*`],
    scheduler: [`arn:aws:scheduler:*:${account}:schedule/*/${name}-*`],
    sns: [`arn:aws:sns:*:${account}:${name}-*`],
    sqs: [`arn:aws:sqs:*:${account}:${name}-*`],
  };
  return named[action.split(':')[0] ?? ''] ?? ['*'];
}
