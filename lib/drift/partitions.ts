/** Partitions of the table of records that a policy names. */

/** Where the sweep writes how far it came. */
export const sweepPartition = 'S#sweep';

/** All that the sweep reads and writes: how far it came, and what it tells of the templates of stacks. */
export const sweepPartitions = [sweepPartition, 'R#cloudformation.stack#*', 'R#deployment#*', 'F#*'];
