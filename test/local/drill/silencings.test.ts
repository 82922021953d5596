/** The ways to silence the loop that the scene tries: each about a part of it that is deployed, by a control that enforces. */
import { controls } from '../../../lib/controls';
import { isOfTheLoop, watcherControls } from '../../../lib/drift/watcher';
import { silencings } from '../../../local/drill/silencings';
import { deploymentOf } from '../../lambdas/drift/fake-deployment';
import { wholeDeployment } from '../../lambdas/drift/whole-deployment';

const { rows } = deploymentOf(wholeDeployment());

test.each(silencings.map((one) => [one.what, one] as const))('%s', (_what, { control, kind, to }) => {
  const found = controls.find(({ id }) => id === control);
  expect(found?.resource.name).toBe(kind.kind.name);
  expect(found?.fix.mode).toBe('enforce');
  const parts = rows.filter(
    ({ physicalId, type }) => kind.kind.types.includes(type) && physicalId.endsWith(`lakeside${to}`),
  );
  expect(parts.map(({ stack }) => isOfTheLoop(stack, 'lakeside'))).toEqual([true]);
});

test('every kind of which the loop consists is tried, but for policies and for what feeds functions', () => {
  // What feeds functions is turned off by the scene itself, for a round to find; a policy is shown with its kind's break.
  const tried = new Set([
    ...silencings.map(({ kind }) => kind.kind.name),
    'iam.managed-policy',
    'lambda.event-source-mapping',
  ]);
  expect(watcherControls.map(({ resource }) => resource.name).filter((kind) => !tried.has(kind))).toEqual([]);
});
