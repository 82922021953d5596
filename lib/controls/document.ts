/** `docs/controls.md`, generated from the list of controls. Pure. */
import type { AnyControl } from './control';

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
const code = (text: string): string => `\`${text}\``;

/** What happens when the live resource violates it. */
const atDrift = ({ fix }: AnyControl): string => (fix.mode === 'enforce' ? 'enforce' : `${fix.mode}: ${fix.reason}`);

function renderRow(control: AnyControl): string {
  const { brokenBy, configRule, hipaa, id, severity, title } = control;
  const cells = [
    code(id),
    title,
    hipaa.join(', '),
    severity,
    configRule ? code(configRule) : '–',
    atDrift(control),
    brokenBy.map(code).join(', ') || '–',
  ];
  return `| ${cells.map(cell).join(' | ')} |`;
}

function renderKind(kind: string, controls: readonly AnyControl[]): readonly string[] {
  const types = controls[0]?.resource.types ?? [];
  return [
    `## ${kind}`,
    '',
    types.length > 0 ? types.map(code).join(', ') : 'Has no CloudFormation type.',
    '',
    '| control | what holds | 45 CFR | severity | AWS Config rule | at drift | broken by |',
    '| ------- | ---------- | ------ | -------- | --------------- | -------- | --------- |',
    ...controls.map(renderRow),
    '',
  ];
}

/** Every control, by kind of resource. `npm run docs` writes it. */
export function renderControls(controls: readonly AnyControl[]): string {
  const kinds = new Map<string, AnyControl[]>();
  for (const control of controls)
    kinds.set(control.resource.name, [...(kinds.get(control.resource.name) ?? []), control]);
  const cited = new Set(controls.flatMap(({ hipaa }) => hipaa));
  return [
    '# Controls',
    '',
    'Generated from `lib/controls` by `npm run docs`: do not edit. A control is one requirement on one kind of resource. The',
    'same predicate closes the gate at synth and recognises a violation at run time. *enforce* means that a drift can be put',
    'back through the API; *observe* that it is reported, and *none* that nothing is done, each with its reason.',
    '',
    `${controls.length} controls on ${kinds.size} kinds of resource; ${cited.size} paragraphs of 45 CFR are cited.`,
    '',
    ...[...kinds].flatMap(([kind, concerned]) => renderKind(kind, concerned)),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}
