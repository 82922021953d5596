/**
 * The events that the drill delivers, held against CloudTrail's own: requests and answers as the SDK has them, and as the
 * logs of real attacks (Stratus Red Team, Invictus) show them, with other ids.
 */
import { eventNameOf, recordOf } from '../../../local/drill/cloudtrail';

type Fields = Readonly<Record<string, unknown>>;

const caller = { account: '111122223333', region: 'us-east-1', arn: 'arn:aws:iam::111122223333:user/mallory' };
const shaped = (service: string, command: string, input: Fields, output: Fields = {}) => {
  const at = new Date('2026-11-24T12:00:00Z');
  const { requestParameters, responseElements } = recordOf({ service, command, input, output, at }, caller);
  return { requestParameters, responseElements };
};

const tls = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const world = { CidrIp: '0.0.0.0/0', Description: 'TLS from Internet' };

describe("EC2's parameters", () => {
  test.each<[string, Fields, Fields]>([
    [
      'AttachInternetGateway',
      { InternetGatewayId: 'igw-1', VpcId: 'vpc-1' },
      { internetGatewayId: 'igw-1', vpcId: 'vpc-1' },
    ],
    [
      'CreateRoute',
      { RouteTableId: 'rtb-1', DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' },
      { routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' },
    ],
    [
      'AuthorizeSecurityGroupIngress',
      {
        GroupId: 'sg-1',
        IpPermissions: [{ ...tls, UserIdGroupPairs: [], IpRanges: [world], Ipv6Ranges: [], PrefixListIds: [] }],
      },
      {
        groupId: 'sg-1',
        ipPermissions: {
          items: [
            {
              ipProtocol: 'tcp',
              fromPort: 443,
              toPort: 443,
              groups: {},
              ipRanges: { items: [{ cidrIp: '0.0.0.0/0', description: 'TLS from Internet' }] },
              ipv6Ranges: {},
              prefixListIds: {},
            },
          ],
        },
      },
    ],
    [
      'ModifyImageAttribute',
      { ImageId: 'ami-1', LaunchPermission: { Add: [{ UserId: '012345678901' }] }, Attribute: 'launchPermission' },
      {
        imageId: 'ami-1',
        launchPermission: { add: { items: [{ userId: '012345678901' }] } },
        attributeType: 'launchPermission',
      },
    ],
    [
      'ModifySnapshotAttribute',
      {
        SnapshotId: 'snap-1',
        CreateVolumePermission: { Add: [{ UserId: '012345678912' }] },
        Attribute: 'createVolumePermission',
      },
      {
        snapshotId: 'snap-1',
        createVolumePermission: { add: { items: [{ userId: '012345678912' }] } },
        attributeType: 'CREATE_VOLUME_PERMISSION',
      },
    ],
    ['DeleteFlowLogs', { FlowLogIds: ['fl-1'] }, { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-1' } } }],
    [
      'DeleteFlowLogs',
      { FlowLogIds: ['fl-1', 'fl-2'] },
      {
        DeleteFlowLogsRequest: {
          FlowLogId: [
            { tag: 1, content: 'fl-1' },
            { tag: 2, content: 'fl-2' },
          ],
        },
      },
    ],
    [
      'ModifySecurityGroupRules',
      { GroupId: 'sg-1', SecurityGroupRules: [{ SecurityGroupRuleId: 'sgr-1', SecurityGroupRule: tls }] },
      {
        ModifySecurityGroupRulesRequest: {
          GroupId: 'sg-1',
          SecurityGroupRule: { tag: 1, SecurityGroupRuleId: 'sgr-1', SecurityGroupRule: tls },
        },
      },
    ],
  ])('of %s', (command, input, expected) => {
    expect(shaped('ec2', command, input).requestParameters).toEqual(expected);
  });

  test.each<[string, Fields, Fields]>([
    ['AttachInternetGateway', { Return: true, $metadata: { requestId: '1' } }, { _return: true }],
    [
      'AuthorizeSecurityGroupIngress',
      { Return: true, SecurityGroupRules: [{ SecurityGroupRuleId: 'sgr-1', IsEgress: false }] },
      { _return: true, securityGroupRuleSet: { items: [{ securityGroupRuleId: 'sgr-1', isEgress: false }] } },
    ],
    [
      'CreateInternetGateway',
      { InternetGateway: { InternetGatewayId: 'igw-1', OwnerId: '123837392027' } },
      { internetGateway: { internetGatewayId: 'igw-1', ownerId: '123837392027' } },
    ],
    ['DeleteFlowLogs', { Unsuccessful: [] }, { DeleteFlowLogsResponse: { unsuccessful: '' } }],
    [
      'CreateNatGateway',
      { NatGateway: { NatGatewayId: 'nat-1', SubnetId: 'subnet-1' } },
      { CreateNatGatewayResponse: { natGateway: { natGatewayId: 'nat-1', subnetId: 'subnet-1' } } },
    ],
  ])('in the answer of %s', (command, output, expected) => {
    expect(shaped('ec2', command, {}, output).responseElements).toEqual(expected);
  });
});

describe("Lambda's parameters", () => {
  test('do not tell what a function is told by its environment, nor code', () => {
    const input = {
      FunctionName: 'lakeside-derm-imaging',
      Environment: { Variables: { TOKEN: 'planted' } },
      ZipFile: new Uint8Array([1]),
    };
    const { requestParameters } = shaped('lambda', 'UpdateFunctionConfiguration', input);
    expect(requestParameters).toEqual({ functionName: 'lakeside-derm-imaging', environment: {} });
  });

  test.each([
    ['AddPermission', 'lambda:AddPermission20150331v2'],
    ['UpdateFunctionCode', 'lambda:UpdateFunctionCode20150331v2'],
    ['UpdateFunctionConfiguration', 'lambda:UpdateFunctionConfiguration20150331v2'],
    ['UpdateEventSourceMapping', 'lambda:UpdateEventSourceMapping20150331'],
    ['DeleteEventSourceMapping', 'lambda:DeleteEventSourceMapping20150331'],
    ['CreateFunctionUrlConfig', 'lambda:CreateFunctionUrlConfig'],
  ])('%s is %s in the log', (command, expected) => {
    expect(eventNameOf({ service: 'lambda', command })).toBe(expected);
  });
});
