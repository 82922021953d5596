/** Runs the controls over the templates of a deployment. Pure: templates in, findings out. */
import type { AnyControl } from '../controls/control';
import type { Reason } from '../controls/verdict';
import type { TemplateResource, TemplateSet } from '../resources/template';

/** One control that one resource does not keep, or that cannot be decided for it. */
export interface Finding {
  readonly control: AnyControl;
  readonly resource: TemplateResource;
  readonly status: 'violated' | 'undecidable';
  readonly reasons: readonly Reason[];
}

/** Evaluates every control on every declared resource of its kind. Each resource is read once a kind. */
export function evaluateControls(set: TemplateSet, controls: readonly AnyControl[]): readonly Finding[] {
  const findings: Finding[] = [];
  const byKind = new Map<AnyControl['resource'], AnyControl[]>();
  for (const control of controls) byKind.set(control.resource, [...(byKind.get(control.resource) ?? []), control]);
  for (const [kind, concerned] of byKind) {
    for (const resource of kind.types.flatMap((type) => set.ofType(type))) {
      const state = kind.read(resource, set);
      for (const control of concerned) {
        const verdict = control.evaluate(state);
        if (verdict.status !== 'compliant')
          findings.push({ control, resource, status: verdict.status, reasons: verdict.reasons });
      }
    }
  }
  return findings;
}
