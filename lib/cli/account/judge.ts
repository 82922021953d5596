/** From facts to findings: what would make a deploy fail, or change what somebody else owns. Pure. */
import { bootstrapNames } from '../../bootstrap/names';
import type { Config } from '../../config/schema';
import { tiers } from '../../config/tiers';
import type { AccountFacts, Reading, SingletonKey } from './facts';

export interface Item {
  readonly subject: string;
  /** `blocked` and `bootstrap` end a preflight; the latter is what `up` mends itself. `unread`: AWS did not answer. */
  readonly verdict: 'fine' | 'note' | 'blocked' | 'bootstrap' | 'unread';
  readonly text: string;
  /** What to do. */
  readonly remedy?: string;
}

interface Singleton {
  readonly title: string;
  /** Of the resource that declares it. */
  readonly type: string;
  /** What `create` would do where one exists. */
  readonly clash: string;
  readonly declaredBy: (config: Config) => boolean;
}

const always = () => true;
const refused = 'AWS allows one, so the deploy would fail';
const overwritten = 'a deploy would overwrite it';
const settings = 'Custom::AsepsisAccountSettings';

/** In the order in which they are told. */
export const singletons: Readonly<Record<SingletonKey, Singleton>> = {
  guardDutyDetector: {
    title: 'GuardDuty detector',
    type: 'AWS::GuardDuty::Detector',
    clash: refused,
    declaredBy: always,
  },
  securityHub: { title: 'Security Hub', type: 'AWS::SecurityHub::Hub', clash: refused, declaredBy: always },
  configRecorder: {
    title: 'Config recorder and channel',
    type: 'AWS::Config::ConfigurationRecorder',
    clash: refused,
    declaredBy: always,
  },
  accessAnalyzer: {
    title: 'Access Analyzer',
    type: 'AWS::AccessAnalyzer::Analyzer',
    clash: refused,
    declaredBy: always,
  },
  macieSession: {
    title: 'Macie session',
    type: 'AWS::Macie::Session',
    clash: refused,
    declaredBy: ({ tier }) => tiers[tier].macie,
  },
  vpcBlockPublicAccess: {
    title: 'VPC block public access',
    type: 'AWS::EC2::VPCBlockPublicAccessOptions',
    clash: overwritten,
    declaredBy: always,
  },
  s3AccountPublicAccessBlock: {
    title: 'S3 account public access block',
    type: settings,
    clash: overwritten,
    declaredBy: always,
  },
  passwordPolicy: { title: 'IAM password policy', type: settings, clash: overwritten, declaredBy: always },
  apiGatewayAccount: {
    title: 'API Gateway account role',
    type: 'AWS::ApiGateway::Account',
    clash: overwritten,
    // HTTP APIs write their access logs by resource policies: nothing here declares the role.
    declaredBy: () => false,
  },
};

/** Gives the value to `judge`, or says that it could not be read. */
function whenRead<T>(subject: string, reading: Reading<T>, judge: (value: T) => Item): Item {
  if (reading.read) return judge(reading.value);
  return {
    subject,
    verdict: 'unread',
    text: `could not be read: ${reading.why}`,
    remedy: 'Give the caller the permission to read it; nothing is assumed.',
  };
}

function judgeSingleton(key: SingletonKey, config: Config, { ours, singletons: found }: AccountFacts): Item {
  const { clash, declaredBy, title: subject, type } = singletons[key];
  const reading = found[key];
  if (reading === undefined || !declaredBy(config))
    return { subject, verdict: 'note', text: 'nothing in this configuration declares it' };
  return whenRead(subject, reading, (value) => {
    const adopt = config.existing[key] === 'adopt';
    if (value && adopt) return { subject, verdict: 'fine', text: `exists (${value.name}) and stays its owner's` };
    if (!value && !adopt) return { subject, verdict: 'fine', text: 'does not exist; this deployment makes it' };
    if (!value)
      return {
        subject,
        verdict: 'blocked',
        text: 'does not exist, and the configuration counts on it',
        remedy: `Set existing.${key}: create.`,
      };
    return whenRead(subject, ours, (types) =>
      types.has(type)
        ? { subject, verdict: 'fine', text: `exists (${value.name}); this deployment made it` }
        : {
            subject,
            verdict: 'blocked',
            text: `exists (${value.name}), and not by this deployment: ${clash}`,
            remedy: `Set existing.${key}: adopt.`,
          },
    );
  });
}

function judgeOrganisation(config: Config, { managementAccount }: AccountFacts): Item {
  const subject = 'Organisation';
  return whenRead(subject, managementAccount, (management) => {
    if (management === undefined)
      return { subject, verdict: 'note', text: 'the account is in none: no service control policy bounds it' };
    if (management !== config.account)
      return { subject, verdict: 'fine', text: `a member account; ${management} manages it` };
    const text = 'this is the management account, which service and resource control policies do not bind';
    return config.mode === 'production'
      ? { subject, verdict: 'blocked', text: `${text}: no PHI here`, remedy: 'Deploy to a member account.' }
      : { subject, verdict: 'note', text: `${text}; production would be refused` };
  });
}

function judgeBootstrap(config: Config, { bootstrap }: AccountFacts): Item {
  const subject = 'CDK bootstrap';
  const names = bootstrapNames(config);
  const remedy = 'Run asepsis bootstrap; asepsis up does it too.';
  return whenRead(subject, bootstrap, (facts) => {
    if (!facts) return { subject, verdict: 'bootstrap', text: `missing (qualifier ${names.qualifier})`, remedy };
    const { boundaryArn, executionPolicies, version } = facts;
    if (boundaryArn !== names.boundaryArn)
      return {
        subject,
        verdict: 'bootstrap',
        text: `version ${version}, its execution role bounded by ${boundaryArn ?? 'nothing'} instead of ${names.boundaryArn}`,
        remedy,
      };
    const foreign = executionPolicies.filter((arn) => !arn.startsWith(names.executionPolicyPrefix));
    if (foreign.length > 0)
      return {
        subject,
        verdict: 'bootstrap',
        text: `version ${version}, its execution role has ${foreign.join(', ')}`,
        remedy,
      };
    return { subject, verdict: 'fine', text: `version ${version}, within ${names.boundary}` };
  });
}

const judgeCaller = ({ account }: Config, { caller }: AccountFacts): Item =>
  whenRead('Caller', caller, (given) =>
    given === account
      ? { subject: 'Caller', verdict: 'fine', text: `account ${given}` }
      : {
          subject: 'Caller',
          verdict: 'blocked',
          text: `the credentials are of account ${given}, the configuration is for ${account}`,
          remedy: 'Use credentials of that account, or mend `account`.',
        },
  );

function judgePlaces(config: Config, { closedRegions, zones }: AccountFacts): readonly Item[] {
  return [
    whenRead('Regions', closedRegions, (closed) => {
      const wanted = config.allowedRegions.filter((region) => closed.includes(region));
      if (wanted.length === 0) return { subject: 'Regions', verdict: 'fine', text: config.allowedRegions.join(', ') };
      const text = `the account has not opted in to ${wanted.join(', ')}`;
      return { subject: 'Regions', verdict: 'blocked', text, remedy: 'Opt in, or mend `allowedRegions`.' };
    }),
    whenRead('Availability zones', zones, (open) => {
      const missing = config.availabilityZones.filter((zone) => !open.includes(zone));
      const subject = 'Availability zones';
      if (missing.length === 0) return { subject, verdict: 'fine', text: config.availabilityZones.join(', ') };
      const text = `${config.region} has no ${missing.join(', ')} for this account; it has ${open.join(', ')}`;
      return { subject, verdict: 'blocked', text, remedy: 'Mend `availabilityZones`.' };
    }),
  ];
}

const judgeAlarms = (_config: Config, { unconfirmed }: AccountFacts): Item =>
  whenRead('Alarm subscription', unconfirmed, (pending) => {
    const subject = 'Alarm subscription';
    if (!pending) return { subject, verdict: 'note', text: 'made by the first deploy, then to be confirmed by mail' };
    if (pending.length === 0) return { subject, verdict: 'fine', text: 'confirmed' };
    return {
      subject,
      verdict: 'note',
      text: `not confirmed by ${pending.join(', ')}: no alarm reaches anybody`,
      remedy: 'Open the mail from AWS Notifications and confirm.',
    };
  });

/** Every item, in the order in which it is told. */
export function judgeAccount(config: Config, facts: AccountFacts): readonly Item[] {
  return [
    judgeCaller(config, facts),
    judgeOrganisation(config, facts),
    ...judgePlaces(config, facts),
    ...(Object.keys(singletons) as SingletonKey[]).map((key) => judgeSingleton(key, config, facts)),
    judgeBootstrap(config, facts),
    judgeAlarms(config, facts),
  ];
}
