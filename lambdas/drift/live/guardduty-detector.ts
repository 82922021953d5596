/** GuardDuty detectors, live. */
import {
  type DetectorFeature,
  type FindingPublishingFrequency,
  GetDetectorCommand,
  GuardDutyClient,
  paginateListDetectors,
  UpdateDetectorCommand,
} from '@aws-sdk/client-guardduty';
import { type DetectorState, guarddutyDetector, protectionPlans } from '../../../lib/resources/guardduty-detector';
import { isKnown } from '../../../lib/resources/value';
import { defineLive, type Put } from './live';

/** GuardDuty answers for a detector that is gone as for any bad request: the list tells the two apart. */
async function exists(client: GuardDutyClient, id: string): Promise<boolean> {
  for await (const page of paginateListDetectors({ client }, {})) if (page.DetectorIds?.includes(id)) return true;
  return false;
}

async function read(client: GuardDutyClient, id: string): Promise<DetectorState | undefined> {
  if (!(await exists(client, id))) return undefined;
  const detector = await client.send(new GetDetectorCommand({ DetectorId: id }));
  const status = new Map((detector.Features ?? []).map((one) => [String(one.Name), one.Status === 'ENABLED']));
  return {
    id,
    enabled: detector.Status === 'ENABLED',
    frequency: detector.FindingPublishingFrequency ?? 'SIX_HOURS',
    plans: Object.fromEntries(
      protectionPlans.map((name) => [name, status.get(name) ?? false]),
    ) as unknown as DetectorState['plans'],
  };
}

export const guarddutyDetectorLive = defineLive<DetectorState>({
  kind: guarddutyDetector,
  open(sdk) {
    const client = new GuardDutyClient(sdk('guardduty'));
    const plan =
      (name: (typeof protectionPlans)[number]): Put<DetectorState> =>
      async (DetectorId, { plans }) => {
        const wanted = plans[name];
        if (!isKnown(wanted) || wanted === undefined) return;
        const feature = { Name: name as DetectorFeature, Status: wanted ? 'ENABLED' : 'DISABLED' } as const;
        await client.send(new UpdateDetectorCommand({ DetectorId, Features: [feature] }));
      };
    return {
      read: (id) => read(client, id),
      // An update leaves alone what it does not name.
      puts: {
        enabled: async (DetectorId, { enabled }) => {
          if (isKnown(enabled)) await client.send(new UpdateDetectorCommand({ DetectorId, Enable: enabled }));
        },
        frequency: async (DetectorId, { frequency }) => {
          if (!isKnown(frequency)) return;
          const FindingPublishingFrequency = frequency as FindingPublishingFrequency;
          await client.send(new UpdateDetectorCommand({ DetectorId, FindingPublishingFrequency }));
        },
        ...Object.fromEntries(protectionPlans.map((name) => [`plans.${name}`, plan(name)])),
      },
    };
  },
});
