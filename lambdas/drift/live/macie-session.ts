/** Macie, live. */
import {
  type FindingPublishingFrequency,
  GetMacieSessionCommand,
  Macie2Client,
  UpdateMacieSessionCommand,
} from '@aws-sdk/client-macie2';
import { type MacieState, macieSession } from '../../../lib/resources/macie-session';
import { isKnown } from '../../../lib/resources/value';
import { ifAbsent, ifAbsentSaying } from './absent';
import { defineLive } from './live';

export const macieSessionLive = defineLive<MacieState>({
  kind: macieSession,
  open(sdk) {
    const client = new Macie2Client(sdk('macie2'));
    return {
      async read() {
        const session = await client
          .send(new GetMacieSessionCommand({}))
          .catch(ifAbsentSaying('AccessDeniedException', /not enabled/i))
          .catch(ifAbsent('ResourceNotFoundException'));
        if (!session) return undefined;
        return {
          enabled: session.status === 'ENABLED',
          frequency: session.findingPublishingFrequency ?? 'SIX_HOURS',
        };
      },
      puts: {
        enabled: async (_account, { enabled }) => {
          if (!isKnown(enabled)) return;
          await client.send(new UpdateMacieSessionCommand({ status: enabled ? 'ENABLED' : 'PAUSED' }));
        },
        frequency: async (_account, { frequency }) => {
          if (!isKnown(frequency)) return;
          const findingPublishingFrequency = frequency as FindingPublishingFrequency;
          await client.send(new UpdateMacieSessionCommand({ findingPublishingFrequency }));
        },
      },
    };
  },
});
