/** Something of a network that the breaks of EC2 have in common. */
import {
  CreateInternetGatewayCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteVpcCommand,
  DescribeRouteTablesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { ec2VpcLive } from '../../../lambdas/drift/live/ec2-vpc';
import type { LiveKind } from '../../../lambdas/drift/live/live';
import type { Broken, LiveBreak } from '../break';
import type { Located, Scene } from '../scene';

export const ec2Of = (scene: Scene): EC2Client => scene.open(EC2Client, 'ec2');

/** The network of the deployment. */
export const networkOf = (scene: Scene): Located => scene.one(ec2VpcLive.kind);

export const broken = ({ declared, row }: Located) => ({ declared, physicalId: row.physicalId });

type Work = (ec2: EC2Client, id: string, scene: Scene) => Promise<unknown>;

/** A break of a resource of the deployment, by a call of EC2. */
export const onDeployed = (
  control: string,
  kind: LiveKind<unknown>,
  breakIt: Work,
  pick: (located: Located) => boolean = () => true,
): LiveBreak => ({
  control,
  kind,
  async run(scene) {
    const located = scene.one(kind.kind, pick);
    await breakIt(ec2Of(scene), located.row.physicalId, scene);
    return broken(located);
  },
});

/** What must not exist, made and, where the loop leaves that to a person, taken away again. */
export const onStranger = (
  control: string,
  kind: LiveKind<unknown>,
  make: (ec2: EC2Client, scene: Scene) => Promise<string | undefined>,
  clear?: (ec2: EC2Client, id: string) => Promise<unknown>,
): LiveBreak => ({
  control,
  kind,
  async run(scene) {
    const physicalId = await make(ec2Of(scene), scene);
    if (!physicalId) throw new Error(`what ${control} forbids could not be made`);
    return { physicalId };
  },
  // What the loop puts right by itself stays, to be looked at when its event comes again.
  ...(clear && {
    restore: async (scene: Scene, { physicalId }: Broken) => {
      await clear(ec2Of(scene), physicalId);
    },
  }),
});

export async function newGateway(ec2: EC2Client): Promise<string> {
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  return InternetGateway?.InternetGatewayId ?? '';
}

export const deleteGateway = (ec2: EC2Client, InternetGatewayId: string): Promise<unknown> =>
  ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));

/** A network that no stack of the deployment declares, with the table that it came with. */
export async function strangersNetwork(ec2: EC2Client): Promise<{ readonly vpc: string; readonly table: string }> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.99.0.0/24' }));
  const vpc = Vpc?.VpcId ?? '';
  const Filters = [{ Name: 'vpc-id', Values: [vpc] }];
  const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
  return { vpc, table: RouteTables?.[0]?.RouteTableId ?? '' };
}

export const deleteNetwork = (ec2: EC2Client, VpcId: string): Promise<unknown> =>
  ec2.send(new DeleteVpcCommand({ VpcId }));
