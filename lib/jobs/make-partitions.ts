import { makePartitions as makeMissing } from '@/db/partitions'
import type { Job } from './job'

/** Keeps partitions ready for the days to come, so that no span waits for one or lands in the default partition. */
export const makePartitions: Job = {
  name: 'make-partitions',
  everyMs: 3_600_000,
  run: async ({ db, now }) => ({ made: await makeMissing(db, now) }),
}
