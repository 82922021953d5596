/** Macie, one session per account and region. */
import { defineKind } from './kind';
import { map, str } from './read';
import type { Value } from './value';

export interface MacieState {
  readonly enabled: Value<boolean>;
  /** `FIFTEEN_MINUTES`, `ONE_HOUR`, `SIX_HOURS`. */
  readonly frequency: Value<string>;
}

export const macieSession = defineKind<MacieState>({
  name: 'macie.session',
  types: ['AWS::Macie::Session'],
  owned: ['enabled', 'frequency'],
  read: ({ properties }) => ({
    enabled: map(str(properties, 'Status', 'ENABLED'), (status) => status === 'ENABLED'),
    frequency: str(properties, 'FindingPublishingFrequency', 'SIX_HOURS'),
  }),
});
