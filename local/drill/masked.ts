/** Ids of access keys as a report may hold them: whoever scans a bundle for keys shall find none. Pure. */

/** `AKIA` and `ASIA` with what follows: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const keyId = /\b(A[KS]IA)[A-Z0-9]{12,}\b/g;

/** The kind of key stays, and its last four characters. */
const maskedText = (text: string): string => text.replace(keyId, (found, kind: string) => `${kind}…${found.slice(-4)}`);

/** A row of a drill, each of its texts masked. */
export const masked = <Row extends object>(row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'string' ? maskedText(value) : value]),
  ) as Row;
