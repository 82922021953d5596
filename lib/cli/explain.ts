/** `asepsis explain <control>`: what a control asks, why, what breaks it, and what mends it. */
import { nearest } from '../config/parse';
import { controls } from '../controls';
import { AsepsisError } from '../errors';
import type { Output } from './output';

/** @throws AsepsisError for a control that does not exist, with the nearest one */
export function explain(id: string, { out }: Output): void {
  const control = controls.find((one) => one.id === id);
  if (!control) {
    const known = controls.map((one) => one.id);
    const suggestion = nearest(id, known);
    throw new AsepsisError(`given the control ${JSON.stringify(id)}; allowed: one of ${known.length} controls`, {
      code: 'INPUT_INVALID',
      remedy: suggestion ? `Did you mean ${suggestion}?` : `They are: ${known.join(', ')}`,
    });
  }
  const { brokenBy, configRule, fix, hipaa, remedy, severity, title } = control;
  out(
    [
      `${control.id}  (${severity})`,
      title,
      '',
      `law        45 CFR ${hipaa.join(', ')}`,
      ...(configRule ? [`AWS rule   ${configRule}`] : []),
      `resource   ${control.resource.name} (${control.resource.types.join(', ')})`,
      `broken by  ${brokenBy.join(', ') || 'nothing that CloudTrail records'}`,
      `mend       ${remedy}`,
      `drift      ${fix.mode === 'enforce' ? 'can be put back through the API' : `${fix.mode}: ${fix.reason}`}`,
    ].join('\n'),
  );
}
