/** The bundle's files on assets, network, flow of PHI and cost, and the pictures of the page. Pure. */

import { type Cost, costOf } from '../../cost/cost';
import type { EvidenceFacts } from '../facts';
import { readableJson } from '../json';
import { flowPicture } from '../picture/flow-picture';
import { networkPicture } from '../picture/network-picture';
import type { Picture } from '../picture/picture';
import { inventoryOf } from './assets';
import { networkMapOf } from './network-map';
import { phiFlowOf } from './phi-flow';

type Known = Pick<EvidenceFacts, 'config' | 'origins' | 'set'>;

/** Everything of this part, worked out once. */
export interface InventoryPart {
  readonly files: readonly (readonly [path: string, content: string])[];
  readonly pictures: readonly Picture[];
  readonly cost: Cost;
}

export function inventoryPart(facts: Known): InventoryPart {
  const { config, set } = facts;
  const network = networkMapOf(set, config);
  const flow = phiFlowOf(set, config);
  const cost = costOf(set, config);
  const pictures = [networkPicture(network, config.name), flowPicture(flow, config.name)];
  return {
    files: [
      ['inventory/assets.json', readableJson(inventoryOf(facts))],
      ['inventory/network.json', readableJson(network)],
      ['inventory/phi-flow.json', readableJson(flow)],
      ...pictures.map(({ file, svg }) => [file, svg] as const),
      ['cost.json', readableJson(cost)],
    ],
    pictures,
    cost,
  };
}
