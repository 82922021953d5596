/** What the map of the network consists of. `network-map.ts` reads it from the templates. */

export interface SubnetOnMap {
  readonly id: string;
  readonly zone: string;
  readonly cidr: string;
  /** Whether what starts in it gets a public address. */
  readonly publicAddresses: boolean;
  readonly routeTables: readonly string[];
}

export interface EndpointOnMap {
  readonly id: string;
  /** AWS's name of the service, for example `com.amazonaws.us-east-1.sts`. */
  readonly service: string;
  readonly kind: 'interface' | 'gateway' | 'other';
  readonly subnets: readonly string[];
  readonly routeTables: readonly string[];
  readonly securityGroups: readonly string[];
  /** Who may use it for what, a line a statement; none: anybody for anything, which is AWS's default. */
  readonly policy: readonly string[];
}

/** One rule of a security group. */
export interface TrafficRule {
  /** A range of addresses, the id of a security group, or a list of prefixes. */
  readonly peer: string;
  readonly protocol: string;
  readonly ports: string;
  readonly description: string;
}

export interface SecurityGroupOnMap {
  readonly id: string;
  readonly description: string;
  readonly inbound: readonly TrafficRule[];
  readonly outbound: readonly TrafficRule[];
}

export interface FunctionOnMap {
  readonly id: string;
  readonly name: string;
  readonly practice?: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

export interface NetworkMap {
  readonly account: string;
  readonly vpcs: readonly { readonly id: string; readonly name: string; readonly cidr: string }[];
  readonly subnets: readonly SubnetOnMap[];
  /** Routes besides the local one, which every table has. */
  readonly routes: readonly { readonly routeTable: string; readonly to: string; readonly through: string }[];
  readonly endpoints: readonly EndpointOnMap[];
  readonly securityGroups: readonly SecurityGroupOnMap[];
  readonly functions: readonly FunctionOnMap[];
  /** Functions that run in no network of ours. */
  readonly outside: readonly { readonly id: string; readonly name: string }[];
  /** Internet, NAT, transit and VPN gateways and peerings: every way out that the templates declare. */
  readonly gateways: readonly { readonly id: string; readonly type: string }[];
  readonly logs: readonly { readonly id: string; readonly what: string; readonly to: string }[];
  /** Whether the account refuses internet gateways to every network. */
  readonly blocksInternet: boolean;
}
