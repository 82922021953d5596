/** The network as a picture: the world on the left, the isolated network in the middle, AWS's services on the right. Pure. */
import type { EndpointOnMap, FunctionOnMap, NetworkMap, SecurityGroupOnMap } from '../inventory/network';
import { collapse, moreLikeIt, type Shown, without } from './collapse';
import { shortName } from './flow-boxes';
import type { Picture } from './picture';
import { arrow, box, broken, frame, heightOf, type Line, markerOf, type Place, padding, svg } from './svg';

const id = 'network';
const top = 20;
const gap = 14;
const world = { x: 20, width: 230 };
const inner = { x: 290, width: 700 };
const functions = { x: 306, width: 320 };
const endpoints = { x: 674, width: 300 };
const services = { x: 1_040, width: 220 };

interface Laid {
  readonly id: string;
  readonly place: Place;
  readonly svg: string;
}

function lay(boxId: string, lines: readonly Line[], at: { x: number; y: number; width: number }, kind = 'box'): Laid {
  const whole = lines.flatMap((line) => broken(line, at.width - 2 * padding));
  const place = { ...at, height: heightOf(whole) };
  return { id: boxId, place, svg: box(place, whole, kind) };
}

const bottomOf = (laid: readonly Laid[], least: number): number =>
  Math.max(least, ...laid.map(({ place }) => place.y + place.height));

/** Boxes one below the other; each is made at its place. */
function column<T>(items: readonly T[], y: number, make: (item: T, y: number) => readonly Laid[]): readonly Laid[] {
  const laid: Laid[] = [];
  for (const item of items) laid.push(...make(item, bottomOf(laid, y - gap) + gap));
  return laid;
}

const serviceOf = ({ service }: EndpointOnMap): string => service.split('.').slice(3).join('.') || service;

/** What the security groups of a function let out, in words. */
function outward({ securityGroups: own }: FunctionOnMap, { securityGroups }: NetworkMap): readonly Line[] {
  const groups = securityGroups.filter((group) => own.includes(group.id));
  const rules = groups.flatMap(({ outbound }) => outbound);
  if (rules.length === 0) return [{ text: 'its security group lets nothing out', as: 'quiet' }];
  return rules.map(({ description, peer, ports, protocol }) => ({
    text: `out: ${protocol} ${ports}, ${description || peer}`,
    as: peer === '0.0.0.0/0' || peer === '::/0' || peer === 'anything' ? 'bad' : 'quiet',
  }));
}

const inward = ({ securityGroups: own }: FunctionOnMap, { securityGroups }: NetworkMap): readonly Line[] =>
  securityGroups
    .filter((group) => own.includes(group.id))
    .flatMap(({ inbound }) => inbound)
    .map(({ peer, ports, protocol }) => ({ text: `in: ${protocol} ${ports} from ${peer}`, as: 'bad' }));

function functionBoxes(
  map: NetworkMap,
  deployment: string,
  { more, one }: Shown<FunctionOnMap>,
  y: number,
): readonly Laid[] {
  const lines: readonly Line[] = [
    { text: shortName(one.name, deployment), as: 'head' },
    {
      text: `function${one.practice === undefined ? '' : ` of ${one.practice}`}, in ${one.subnets.length} subnet${one.subnets.length === 1 ? '' : 's'}`,
    },
    ...outward(one, map),
    ...inward(one, map),
  ];
  const drawn = lay(one.id, lines, { ...functions, y }, 'phi');
  if (more.length === 0) return [drawn];
  const rest: readonly Line[] = [
    { text: moreLikeIt(more), as: 'head' },
    { text: more.map((name) => shortName(name, deployment)).join(', '), as: 'quiet' },
  ];
  const place = { ...functions, y: bottomOf([drawn], y) + gap, height: 48 };
  return [drawn, { id: `${one.id}/more`, place, svg: box(place, rest, 'more') }];
}

function endpointBox(one: EndpointOnMap, account: string, y: number): Laid {
  const open = one.policy.length === 0;
  const lines: readonly Line[] = [
    { text: serviceOf(one), as: 'head' },
    {
      text:
        one.kind === 'gateway'
          ? `gateway endpoint, ${one.routeTables.length} route tables`
          : `${one.kind} endpoint, ${one.subnets.length} subnets`,
    },
    ...(open ? [{ text: 'no policy: anybody, anything', as: 'bad' as const }] : []),
    ...one.policy.map((text) => ({ text: text.split(account).join('this account'), as: 'quiet' as const })),
  ];
  return lay(one.id, lines, { ...endpoints, y }, open ? 'danger' : 'box');
}

/** Whether a security group lets traffic out to an endpoint: to its group, or to the prefixes that AWS has for its service. */
function reaches(groups: readonly SecurityGroupOnMap[], endpoint: EndpointOnMap): boolean {
  const rules = groups.flatMap(({ outbound }) => outbound);
  const anywhere = rules.some(({ peer }) => peer === '0.0.0.0/0');
  if (endpoint.kind !== 'gateway') return anywhere || rules.some(({ peer }) => endpoint.securityGroups.includes(peer));
  // A list of prefixes is named by a number alone: which service it is, its description says.
  const service = serviceOf(endpoint).toLowerCase();
  return (
    anywhere ||
    rules.some(({ description, peer }) => peer.startsWith('pl-') && description.toLowerCase().startsWith(service))
  );
}

function worldBox({ blocksInternet, gateways }: NetworkMap, y: number): Laid {
  const lines: readonly Line[] =
    gateways.length === 0
      ? [
          { text: 'The internet', as: 'head' },
          {
            text: 'No internet gateway, no NAT, no peering, no VPN, no transit gateway in any template: no way in, no way out.',
          },
          ...(blocksInternet
            ? [
                {
                  text: 'The account refuses internet gateways to every network, in both directions.',
                  as: 'quiet' as const,
                },
              ]
            : []),
        ]
      : [
          { text: 'The internet', as: 'head' },
          ...gateways.map(({ id: gateway, type }) => ({
            text: `${type.split('::').at(-1)}: ${gateway}`,
            as: 'bad' as const,
          })),
        ];
  return lay('world', lines, { ...world, y }, gateways.length === 0 ? 'box' : 'danger');
}

function outsideBox({ outside }: NetworkMap, deployment: string, y: number): readonly Laid[] {
  if (outside.length === 0) return [];
  const lines: readonly Line[] = [
    { text: `${outside.length} functions outside`, as: 'head' },
    { text: outside.map(({ name }) => shortName(name, deployment)).join(', '), as: 'quiet' },
  ];
  return [lay('outside', lines, { ...world, y })];
}

function subnetRow({ subnets }: NetworkMap, y: number): readonly Laid[] {
  const width = (inner.width - 32 - (subnets.length - 1) * gap) / Math.max(1, subnets.length);
  return subnets.map((subnet, index) => {
    const lines: readonly Line[] = [
      { text: subnet.zone, as: 'head' },
      { text: `subnet ${subnet.cidr}` },
      subnet.publicAddresses ? { text: 'public addresses', as: 'bad' } : { text: 'no public addresses', as: 'quiet' },
    ];
    return lay(subnet.id, lines, { x: inner.x + 16 + index * (width + gap), y, width });
  });
}

function logRow({ logs, routes }: NetworkMap, y: number): readonly Laid[] {
  const width = (inner.width - gap) / 2;
  const boxes: readonly { readonly id: string; readonly lines: readonly Line[] }[] = [
    {
      id: 'logs',
      lines: [
        { text: 'What is written down', as: 'head' },
        ...logs.map(({ to, what }) => ({ text: `${what}, to ${to}` })),
      ],
    },
    {
      id: 'routes',
      lines: [
        { text: 'Routes', as: 'head' },
        ...(routes.length === 0
          ? [{ text: 'The local one and those of the gateway endpoints; no other.' }]
          : routes.map(({ through, to }) => ({ text: `${to} through ${through}`, as: 'bad' as const }))),
      ],
    },
  ];
  return boxes.map(({ id: boxId, lines }, index) =>
    lay(boxId, lines, { x: inner.x + index * (width + gap), y, width }),
  );
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function describe(map: NetworkMap): string {
  const { blocksInternet, endpoints: all, functions: within, gateways, subnets, vpcs } = map;
  const ways =
    gateways.length === 0
      ? 'No gateway, peering or VPN leads out of it'
      : `${gateways.length} gateways or peerings lead out of it`;
  return [
    `${counted(vpcs.length, 'network')} (${vpcs.map(({ cidr }) => cidr).join(', ')}) with ${counted(subnets.length, 'subnet')} in ${counted(new Set(subnets.map(({ zone }) => zone)).size, 'zone')} and ${counted(within.length, 'function')}.`,
    `${ways}${blocksInternet ? ', and the account refuses internet gateways' : ''}.`,
    `AWS is reached through ${counted(all.length, 'endpoint')}: ${all.map(serviceOf).join(', ')}.`,
  ].join(' ');
}

const shapeOf =
  (map: NetworkMap) =>
  (one: FunctionOnMap): string =>
    without(JSON.stringify([one.name, one.subnets, outward(one, map), inward(one, map)]), one.practice ?? '\0');

/** @param deployment its name, with which the names of functions begin */
export function networkPicture(map: NetworkMap, deployment: string): Picture {
  const marker = markerOf(id);
  const start = top + 46;
  const shown = collapse(map.functions, shapeOf(map), ({ name, practice }) => practice ?? name);
  const drawn = column(shown, start, (one, y) => functionBoxes(map, deployment, one, y));
  const ports = column(map.endpoints, start, (one, y) => [endpointBox(one, map.account, y)]);
  const aws = map.endpoints.map((one, index) => {
    const port = ports[index]?.place ?? { y: start };
    return lay(`${one.id}/service`, [{ text: `AWS ${serviceOf(one)}`, as: 'head' }], { ...services, y: port.y });
  });
  const zones = subnetRow(map, bottomOf([...drawn, ...ports], start) + 24);
  const vpc = { x: inner.x, y: top, width: inner.width, height: bottomOf(zones, start) + 16 - top };
  const outer = worldBox(map, start);
  const left = [outer, ...outsideBox(map, deployment, bottomOf([outer], start) + gap)];
  const row = logRow(map, vpc.y + vpc.height + 20);
  const arrows = shown.flatMap(({ one }) => {
    const from = drawn.find((laid) => laid.id === one.id);
    const groups = map.securityGroups.filter((group) => one.securityGroups.includes(group.id));
    return map.endpoints.flatMap((endpoint, index) => {
      const to = ports[index];
      return from && to && reaches(groups, endpoint) ? [arrow(from.place, to.place, marker)] : [];
    });
  });
  const onward = ports.flatMap((port, index) => (aws[index] ? [arrow(port.place, aws[index].place, marker)] : []));
  const title = 'The network';
  const description = describe(map);
  const name = `${map.gateways.length === 0 ? 'Isolated network' : 'Network with ways out'} ${map.vpcs.map(({ cidr }) => cidr).join(', ')}`;
  return {
    id,
    title,
    caption: description,
    file: 'inventory/network.svg',
    svg: svg({
      id,
      title,
      description,
      width: services.x + services.width + 20,
      height: bottomOf([...left, ...row], vpc.height) + 20,
      parts: [
        frame(vpc, name),
        ...arrows,
        ...onward,
        ...[...left, ...drawn, ...ports, ...aws, ...zones, ...row].map((laid) => laid.svg),
      ],
    }),
  };
}
