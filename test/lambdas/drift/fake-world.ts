/**
 * A world in memory for the drift loop: declared resources, live ones that are put back for real, records, a clock, and
 * faults on demand. Every port is the loop's own; only what lies behind it is not AWS.
 */
import type { Settings } from '../../../lambdas/drift/decide';
import type { Result } from '../../../lambdas/drift/guard';
import type { Watch } from '../../../lambdas/drift/handle';
import { handleMessage, type MessagePorts } from '../../../lambdas/drift/handler';
import { liveKinds } from '../../../lambdas/drift/live';
import type { FixRequest } from '../../../lambdas/drift/ports';
import type { DriftRecord } from '../../../lambdas/drift/record';
import { historyOf, partitionOf } from '../../../lambdas/drift/records-table';
import { controls } from '../../../lib/controls';
import { FakeCloud, sdkError } from './fake-cloud';
import { environment } from './fake-deployment';

export class FakeWorld extends FakeCloud {
  readonly fixers: FixRequest[] = [];

  readonly told: DriftRecord[] = [];
  readonly opened: DriftRecord[] = [];
  readonly putOff: { readonly body: string; readonly seconds: number }[] = [];
  readonly counts: Record<string, number> = {};
  readonly logged: string[] = [];
  settings: Settings | undefined = { stop: false, modes: {} };
  now = new Date('2026-11-24T20:00:00.000Z');
  private readonly items: Record<string, unknown>[] = [];
  private readonly books = new Map<string, string>();
  private count = 0;

  readonly watch: Watch = {
    kinds: liveKinds,
    controls: controls.filter(({ fix }) => fix.mode !== 'none'),
    fixerRoleArn: `arn:aws:iam::${environment.account}:role/asepsis/lakeside-drift-data-fixer`,
    containerRoleArn: `arn:aws:iam::${environment.account}:role/asepsis/lakeside-contain-fixer`,
    guardsStack: () => true,
  };

  pass(milliseconds: number): void {
    this.now = new Date(this.now.getTime() + milliseconds);
  }

  records(outcome?: DriftRecord['outcome']): readonly DriftRecord[] {
    return this.items.flatMap(({ record }) => {
      const one = typeof record === 'string' ? (JSON.parse(record) as DriftRecord) : undefined;
      return one && (outcome === undefined || one.outcome === outcome) ? [one] : [];
    });
  }

  /** Somebody holds a property as it is, until a moment. */
  hold(kind: string, physicalId: string, path: string, until: Date): void {
    this.items.push({ pk: partitionOf({ kind, physicalId }), sk: `H#${path}`, until: until.toISOString() });
  }

  /** Sends one message through the whole loop. */
  send(message: object | string): Promise<readonly Result[]> {
    const body = typeof message === 'string' ? message : JSON.stringify(message);
    return handleMessage(body, this.watch, this.ports);
  }

  private async write(record: DriftRecord): Promise<void> {
    this.enter('write', `${record.id} ${record.outcome}`);
    const pk = partitionOf(record.resource);
    const known = this.items.find((item) => item.pk === pk && item.sk === record.id);
    const item = { pk, sk: record.id, record: JSON.stringify(record) };
    if (known) Object.assign(known, item);
    else this.items.push(item);
  }

  /** As Powertools does it: what came through is remembered, what failed is not. */
  private async once(key: string, work: () => Promise<Result>): Promise<Result> {
    const known = this.books.get(key);
    if (known === 'in progress') throw sdkError('IdempotencyAlreadyInProgressError');
    if (known !== undefined) return JSON.parse(known) as Result;
    this.books.set(key, 'in progress');
    try {
      const result = await work();
      this.books.set(key, JSON.stringify(result));
      return result;
    } catch (error) {
      this.books.delete(key);
      throw error;
    }
  }

  readonly ports: MessagePorts = {
    settings: async () => this.settings,
    deployment: async () => {
      this.calls.push('deployment');
      return this.deployment;
    },
    reader: (kind) => this.open(kind),
    fixer: async (request) => {
      this.enter('fixer', request.session);
      this.fixers.push(request);
      return this.open(request.kind);
    },
    records: {
      history: async (resource, now) => {
        this.enter('history', resource.physicalId);
        return historyOf(
          this.items.filter(({ pk }) => pk === partitionOf(resource)),
          now,
        );
      },
      write: (record) => this.write(record),
      find: async (id) => {
        this.enter('find', id);
        return this.records().find((record) => record.id === id);
      },
    },
    wayBack: async (stack, record) => {
      this.enter('wayBack', stack);
      return { changeSet: `${stack}/${record}`, look: `look at ${stack}`, run: `run ${stack}` };
    },
    open: async (record) => {
      this.enter('open', record.id);
      this.opened.push(record);
    },
    tell: async (record) => {
      this.enter('tell', record.id);
      this.told.push(record);
    },
    clock: () => this.now,
    wait: async (milliseconds) => this.pass(milliseconds),
    digits: () => {
      this.count += 1;
      return this.count.toString(16).padStart(8, '0');
    },
    log: {
      info: (message) => this.logged.push(message),
      error: (message) => this.logged.push(message),
    },
    once: (key, work) => this.once(key, work),
    putOff: async (body, seconds) => {
      this.putOff.push({ body, seconds });
    },
    count: (what, value) => {
      this.counts[what] = (this.counts[what] ?? 0) + value;
    },
  };
}
