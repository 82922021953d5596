/** Partitions of the table of records that a policy names. */

/** Where the sweep writes how far it came: all that its function reads and writes there. */
export const sweepPartition = 'S#sweep';
