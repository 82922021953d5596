/** The README's table of tiers, generated from `tiers.ts`. Pure. */
import type { Tier } from './schema';
import { type TierProfile, tiers } from './tiers';

const yes = (on: boolean): string => (on ? 'yes' : '–');
const standards = { fsbp: 'FSBP', 'nist-800-53': 'NIST 800-53' } as const;
const plans = { S3_DATA_EVENTS: 'S3', LAMBDA_NETWORK_LOGS: 'functions' } as const;
const cognito = { ESSENTIALS: 'Essentials', PLUS: 'Plus (threat protection)' } as const;

/** A row for each property of a tier: a property without one does not compile. */
const rows: Readonly<
  Record<Exclude<keyof TierProfile, 'why'>, readonly [label: string, cell: (profile: TierProfile) => string]>
> = {
  zones: ['zones', ({ zones: { max, min } }) => (min === max ? `${min}` : `${min}–${max}`)],
  interfaceEndpoints: ['interface endpoints', ({ interfaceEndpoints }) => interfaceEndpoints.join(', ')],
  guardDutyFeatures: ['GuardDuty protections', (one) => one.guardDutyFeatures.map((name) => plans[name]).join(', ')],
  securityHubStandards: ['Security Hub', (one) => one.securityHubStandards.map((name) => standards[name]).join(', ')],
  configRecording: [
    'AWS Config',
    ({ configRecording: { frequency, scope } }) =>
      `${scope === 'all' ? 'all types' : 'guarded types'}, ${frequency.toLowerCase()}`,
  ],
  configRules: ['AWS Config rules', ({ configRules }) => configRules],
  cognitoPlan: ['Cognito plan', ({ cognitoPlan }) => cognito[cognitoPlan]],
  macie: ['Macie', ({ macie }) => yes(macie)],
  inspector: ['Inspector, on functions', ({ inspector }) => yes(inspector)],
  unusedAccess: ['analyzer of unused access', ({ unusedAccess }) => yes(unusedAccess)],
  restoreTesting: ['restore tests by schedule', ({ restoreTesting }) => yes(restoreTesting)],
  backupCopy: ['backups copied to a second region', ({ backupCopy }) => yes(backupCopy)],
  networkActivityEvents: ['network activity events', ({ networkActivityEvents }) => yes(networkActivityEvents)],
  sweepHours: ['sweeps of the drift loop', ({ sweepHours }) => `every ${sweepHours} h`],
  evidenceHours: ['increments of evidence, signed', ({ evidenceHours }) => `every ${evidenceHours} h`],
  watchMinutes: ['rounds that watch the drift loop', ({ watchMinutes }) => `every ${watchMinutes} min`],
};

type Property = keyof typeof rows;
const properties = Object.keys(rows) as Property[];
const names = Object.keys(tiers) as Tier[];

/** The properties in which a tier differs from `hospital`. */
export const lessThanHospital = (tier: Tier): readonly string[] =>
  properties.filter((property) => rows[property][1](tiers[tier]) !== rows[property][1](tiers.hospital));

/** Cells of a row, as wide as the widest of their column. */
function align(table: readonly (readonly string[])[]): readonly string[] {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
}

/** Why a tier has less of a property; tiers with the same reason share a line. */
function reasons(property: Property): readonly string[] {
  const byReason = new Map<string, Tier[]>();
  for (const tier of names) {
    const why = tiers[tier].why[property];
    if (why !== undefined) byReason.set(why, [...(byReason.get(why) ?? []), tier]);
  }
  return [...byReason].map(([why, concerned]) => `- **${rows[property][0]}**, ${concerned.join(' and ')}: ${why}`);
}

/** What stands between `<!-- tiers:begin -->` and `<!-- tiers:end -->` in the README. */
export function renderTiers(): string {
  const [header = '', ...body] = align([
    ['', ...names],
    ...properties.map((property) => [rows[property][0], ...names.map((tier) => rows[property][1](tiers[tier]))]),
  ]);
  return [
    header,
    header.replace(/[^|]/g, '-').replace(/\|-/g, '| ').replace(/-\|/g, ' |'),
    ...body,
    '',
    'Where a tier has less, and why:',
    '',
    ...properties.flatMap(reasons),
  ].join('\n');
}
