import type { Data } from '../../../lib/resources/value';

/** An API's answer as the plain data that template readers take: without what is undefined. */
export const asData = (answer: object): Data => JSON.parse(JSON.stringify(answer)) as Data;
