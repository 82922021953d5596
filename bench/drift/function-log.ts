/** What a drift function's log tells of its invocations. Pure. */
import { z } from 'zod';

/** A line of a log, and the stream in which it stands: on the local cloud each invocation has one of its own. */
export interface LogLine {
  readonly stream: string;
  readonly text: string;
}

/** The lines that are of use here; all others are left. */
const lineSchema = z.object({
  timestamp: z.iso.datetime({ offset: true }),
  message: z.string(),
  /** Of a line that tells what came of a trigger. */
  event: z.string().optional(),
});

/** Milliseconds since 1970 at which the invocation that handled an event was entered, by the event's id. */
export function entriesOf(lines: readonly LogLine[]): ReadonlyMap<string, number> {
  const entered = new Map<string, number>();
  const events: (readonly [event: string, stream: string])[] = [];
  for (const { stream, text } of lines) {
    const line = parse(text);
    if (line?.message === 'entered') entered.set(stream, Date.parse(line.timestamp));
    else if (line?.event !== undefined && line.message.startsWith('drift ')) events.push([line.event, stream]);
  }
  return new Map(
    events.flatMap(([event, stream]) => {
      const at = entered.get(stream);
      return at === undefined ? [] : [[event, at] as const];
    }),
  );
}

function parse(text: string): z.output<typeof lineSchema> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
