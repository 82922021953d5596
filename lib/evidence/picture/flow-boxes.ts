/** What stands in the boxes of the picture of the flow of PHI. Pure. */
import type { FlowApi, FlowCopy, FlowFunction, FlowStore, PhiFlow } from '../inventory/flow';
import type { Line } from './svg';

/** A name without the deployment's, with which each begins. */
export const shortName = (name: string, deployment: string): string =>
  name.startsWith(`${deployment}-`) ? name.slice(deployment.length + 1) : name;

const shortKey = ({ key, keyAlias }: FlowStore): string => keyAlias ?? key;

/** Who may, in a line a use, as far as the templates grant it. */
function whoLines({ who }: FlowStore, deployment: string): readonly Line[] {
  const uses = (wanted: string) =>
    who.filter((one) => one.uses.join(' and ') === wanted).map(({ role }) => shortName(role, deployment));
  return ['reads and writes', 'reads', 'writes'].flatMap((wanted) => {
    const roles = uses(wanted);
    return roles.length === 0 ? [] : [{ text: `${wanted}: ${roles.join(', ')}`, as: 'quiet' as const }];
  });
}

export const storeLines = (store: FlowStore, deployment: string): readonly Line[] => [
  { text: shortName(store.name, deployment), as: 'head' },
  { text: `${store.kind}, ${store.dataClass}; under ${shortKey(store)}` },
  ...whoLines(store, deployment),
  ...(store.scannedBy.length > 0 ? [{ text: 'each new object is scanned for malware', as: 'quiet' as const }] : []),
];

export const apiLines = (api: FlowApi, deployment: string): readonly Line[] => [
  { text: shortName(api.name, deployment), as: 'head' },
  { text: 'API' },
  ...api.routes.map((route) => ({ text: route, as: 'quiet' as const })),
  ...api.open.map((route) => ({ text: `open to anybody: ${route}`, as: 'bad' as const })),
];

export const functionLines = (one: FlowFunction, deployment: string): readonly Line[] => [
  { text: shortName(one.name, deployment), as: 'head' },
  { text: one.inNetwork ? 'in the isolated network' : 'in no network of ours' },
  ...one.actsAs.map((role) => ({ text: `acts as ${shortName(role, deployment)}`, as: 'quiet' as const })),
];

export const copyLines = (copy: FlowCopy, deployment: string): readonly Line[] => [
  { text: shortName(copy.name, deployment), as: 'head' },
  { text: `backup vault, ${copy.region}` },
  { text: copy.locked ? 'locked: nobody deletes early' : 'not locked', as: copy.locked ? 'quiet' : 'bad' },
];

/** What the bottom of the picture says of records: one box for all log groups of a kind, since each practice has its own. */
export function recordBoxes(
  { records }: PhiFlow,
  deployment: string,
): readonly { readonly id: string; readonly lines: readonly Line[] }[] {
  const groups = records.filter(({ kind }) => kind === 'logs');
  const apart = records.filter(({ kind }) => kind !== 'logs');
  const what = { trail: 'trail: each access to a store', bucket: 'access logs of the stores' } as const;
  return [
    ...apart.map(({ id: recordId, kind, name }) => ({
      id: recordId,
      lines: [{ text: shortName(name, deployment), as: 'head' as const }, { text: kind === 'logs' ? '' : what[kind] }],
    })),
    ...(groups.length === 0
      ? []
      : [
          {
            id: 'logs',
            lines: [
              { text: `${groups.length} log groups of APIs and functions`, as: 'head' as const },
              { text: 'who asked for what, never what it held', as: 'quiet' as const },
            ],
          },
        ]),
  ];
}
