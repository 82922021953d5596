/** How often a schedule of EventBridge starts something. Pure. */

/** Days and weeks of a month, on average. */
const daysPerMonth = 365 / 12;
const weeksPerMonth = daysPerMonth / 7;

const minutesOf: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1_440 };

/** How many values a field of a cron expression takes, of so many. */
function valuesOf(field: string, of: number): number | undefined {
  if (field === '*') return of;
  const every = /^(?:\*|\d+)\/(\d+)$/.exec(field);
  if (every) return Math.ceil(of / Number(every[1]));
  return /^(\d+|[A-Z]{3})(,(\d+|[A-Z]{3}))*$/.test(field) ? field.split(',').length : undefined;
}

function cronTimes(fields: readonly string[]): number | undefined {
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] = fields;
  const perDay = [valuesOf(minute, 60), valuesOf(hour, 24)];
  const months = valuesOf(month, 12);
  const days =
    dayOfMonth !== '?' && dayOfMonth !== '*'
      ? valuesOf(dayOfMonth, daysPerMonth)
      : dayOfWeek !== '?' && dayOfWeek !== '*'
        ? (valuesOf(dayOfWeek, 7) ?? Number.NaN) * weeksPerMonth
        : daysPerMonth;
  const [minutes, hours] = perDay;
  if (minutes === undefined || hours === undefined || months === undefined || days === undefined) return undefined;
  const times = minutes * hours * days * (months / 12);
  return Number.isFinite(times) ? times : undefined;
}

/** Times a month, on average; undefined for what is not understood. */
export function timesAMonth(expression: string): number | undefined {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) return (daysPerMonth * 1_440) / (Number(rate[1]) * (minutesOf[rate[2] ?? ''] ?? 0));
  const cron = /^cron\(([^)]+)\)$/.exec(expression);
  const fields = cron?.[1]?.trim().split(/\s+/) ?? [];
  return fields.length === 6 ? cronTimes(fields) : undefined;
}
