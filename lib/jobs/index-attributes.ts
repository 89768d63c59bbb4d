import { indexFinishedDays } from '@/db/store/index-attributes'
import type { Job } from './job'

/** Makes the spans of finished days findable by their attributes. */
export const indexAttributes: Job = {
  name: 'index-attributes',
  everyMs: 15 * 60_000,
  run: async ({ db, now, mayGoOn }) => ({ indexed: await indexFinishedDays(db, now, mayGoOn) }),
}
