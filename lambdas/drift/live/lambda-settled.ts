/** Lambda changes a function in its own time, and refuses another change meanwhile. */
import { type LambdaClient, waitUntilFunctionUpdated } from '@aws-sdk/client-lambda';

/** Seconds, at most. A change of network takes longest. */
const patience = 90;

/** @throws Error where the last change failed, or is not through in time */
export async function settled(client: LambdaClient, FunctionName: string): Promise<void> {
  await waitUntilFunctionUpdated({ client, maxWaitTime: patience, minDelay: 0.1, maxDelay: 2 }, { FunctionName });
}
