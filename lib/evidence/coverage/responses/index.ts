/** Answers to all 66 items, beside the controls that cite them. */
import type { ItemId } from '../../../config/rule-items';
import { administrativeResponses } from './administrative';
import { organizationalResponses } from './organizational';
import { physicalResponses } from './physical';
import type { Response } from './response';
import { technicalResponses } from './technical';

export const responses: Readonly<Record<ItemId, Response>> = {
  ...administrativeResponses,
  ...physicalResponses,
  ...technicalResponses,
  ...organizationalResponses,
};
