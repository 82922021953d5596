/** What a resource is charged for, before prices. */
import type { Config } from '../config/schema';
import type { TemplateResource, TemplateSet } from '../resources/template';
import type { Figures } from './assumptions';
import type { PriceId } from './prices';
import type { Traffic } from './traffic';

/** So many units of one price, in an idle month. */
export interface Charge {
  readonly price: PriceId;
  readonly units: number;
  /** What is paid for, for a person. */
  readonly what: string;
}

export interface Deployed {
  readonly set: TemplateSet;
  readonly config: Config;
  readonly traffic: Traffic;
  readonly one: Figures;
}

/** The charges of one resource of a type. Nothing for what is paid by use alone. */
export type Charging = (resource: TemplateResource, deployed: Deployed) => readonly Charge[];

export const million = 1_000_000;

export const gigabyte = 1_000_000_000;

export const times = (count: number): string => Math.round(count).toLocaleString('en-US');
