import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { Config } from '../../lib/config/schema';
import { controls } from '../../lib/controls';
import { templatesOf } from '../../lib/gates/gate';
import { readTemplates } from '../../lib/resources/template';
import { findUnknown } from '../../lib/resources/value';

/** Every guarded property of an assembly that reads as unknown, with the reason. */
export function unknownsIn(assembly: CloudAssembly, { account, region }: Config): readonly string[] {
  const set = readTemplates(templatesOf(assembly), { account, region, partition: 'aws' });
  const kinds = new Set(controls.map((control) => control.resource));
  return [...kinds].flatMap((kind) =>
    kind.types.flatMap((type) =>
      set.ofType(type).flatMap((resource) => {
        const found = findUnknown(kind.read(resource, set));
        return found ? [`${kind.name} ${resource.stack}/${resource.logicalId} ${found.path}: ${found.why}`] : [];
      }),
    ),
  );
}
