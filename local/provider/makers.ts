/** Every type that the emulators' CloudFormation lacks and one of their APIs can make. Add a type here. */
import { auditMakers } from './audit';
import type { Maker } from './maker';
import { networkMakers } from './network';
import { secretsMakers } from './secrets';
import { securityMakers } from './security';

export const makers: Readonly<Record<string, Maker>> = {
  ...auditMakers,
  ...networkMakers,
  ...secretsMakers,
  ...securityMakers,
};

/** Of those, the ones whose API only moto has: without a moto server they are left out. */
export const typesAtMoto: readonly string[] = [
  'AWS::GuardDuty::Detector',
  'AWS::Macie::Session',
  'AWS::Route53Resolver::ResolverQueryLoggingConfig',
  'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation',
  'AWS::SecurityHub::Hub',
  'AWS::SecurityHub::Standard',
];
