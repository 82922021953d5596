/** The function that writes increments of evidence. Thin: parse, gather, write, answer. */
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import * as z from 'zod';
import { traced } from '../drift/trace';
import { environmentOf, portsFrom } from './world';
import { usualSettling, type Written, writeIncrement } from './write';

/** The schedule says nothing; a test does not wait for what is under way. */
const eventSchema = z.object({ settleSeconds: z.number().int().min(0).max(3_600).default(usualSettling) });

const log = new Logger({ serviceName: 'evidence' });
const metrics = new Metrics({ namespace: 'Asepsis', serviceName: 'evidence' });

/** What the schedule calls. @public */
export const handler = async (event: unknown): Promise<Written> => {
  const environment = environmentOf(process.env);
  const { settleSeconds } = eventSchema.parse(event ?? {});
  const { ACCOUNT_ID: account, AWS_REGION: region, DEPLOYMENT: deployment } = environment;
  const ports = portsFrom(environment, log, () => ({ region, ...traced('own', log) }));
  const written = await writeIncrement({ account, deployment, region }, ports, settleSeconds);
  metrics.addMetric('refusedSources', MetricUnit.Count, written.refused.length);
  metrics.publishStoredMetrics();
  return written;
};
