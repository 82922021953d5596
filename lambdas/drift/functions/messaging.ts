/** The drift function of the family `messaging`. */
import { driftHandler } from '../handler';

export const handler = driftHandler('messaging', []);
