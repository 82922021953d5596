/** Where a price was looked up, when, and how sure that is. */

/** The day on which the table was looked up. */
export const date = '2026-11-25';

/** AWS's own page says it. */
export const aws = (page: string) => ({
  source: `https://aws.amazon.com/${page}/pricing/`,
  date,
  confirmed: 'AWS' as const,
});

/** Somebody else says it. */
export const seen = (source: string) => ({ source, date, confirmed: 'seen' as const });

/** Nobody that could be read says it. */
export const unconfirmed = (page: string) => ({
  source: `general knowledge; look it up at https://aws.amazon.com/${page}/pricing/`,
  date,
  confirmed: 'unconfirmed' as const,
});
