/** preflight reads a real account, as far as the emulators are one, and fails before a deploy would. */
import { CreateDetectorCommand, DeleteDetectorCommand, GuardDutyClient } from '@aws-sdk/client-guardduty';
import { type BroughtCloud, bringCloud } from './brought-cloud';

jest.setTimeout(120_000);

let brought: BroughtCloud;

beforeAll(async () => {
  brought = await bringCloud();
});
afterAll(() => brought.stop());

test('an account with a detector: create fails and names it, adopt does not', async () => {
  const { asepsis, cloud, write } = brought;
  const client = new GuardDutyClient({ ...cloud.clientConfig('guardduty') });
  const { DetectorId } = await client.send(new CreateDetectorCommand({ Enable: true }));
  const create = await asepsis('preflight', '--config', write());
  console.log(create.text);
  expect(create.code).toBe(1);
  expect(create.text).toContain(`exists (${DetectorId}), and not by this deployment`);
  expect(create.text).toContain('Set existing.guardDutyDetector: adopt.');
  const adopt = await asepsis('preflight', '--config', write({ existing: { guardDutyDetector: 'adopt' } }));
  console.log(adopt.text);
  expect(adopt.text).toContain(`exists (${DetectorId}) and stays its owner's`);
  await client.send(new DeleteDetectorCommand({ DetectorId }));
  const gone = await asepsis('preflight', '--config', write({ existing: { guardDutyDetector: 'adopt' } }));
  expect(gone.text).toContain('Set existing.guardDutyDetector: create.');
  expect(gone.code).toBe(1);
});
