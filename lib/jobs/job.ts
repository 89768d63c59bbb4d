import type { Db } from '@/db/client'

export type JobContext = {
  db: Db
  now: Date
  /** False once another worker leads or this one is stopping: the job then ends after its current batch. */
  mayGoOn: () => Promise<boolean>
}

/** Something the leading worker does every so often. Whatever it did before a crash, doing it again must be right. */
export type Job = {
  name: string
  everyMs: number
  /** Returns what it did, for the record. */
  run: (context: JobContext) => Promise<Record<string, unknown>>
}
