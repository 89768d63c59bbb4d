import type { ListColumn } from '@/lib/query/list-columns'

/**
 * How wide each column is. `usual` is its class among the usual columns, which go by the room that the table has; a column
 * that a person chose stays, and the table scrolls sideways where there is no room (`px` is what it takes then).
 */
export const TABLE_COLUMNS: Record<
  ListColumn,
  { title: string; usual: string; px: number; isRight?: boolean }
> = {
  started: { title: 'Started', usual: 'w-24 @max-xl:hidden', px: 96 },
  ended: { title: 'Ended', usual: '', px: 96 },
  duration: { title: 'Duration', usual: 'w-20 @xl:w-22', px: 88, isRight: true },
  queued: { title: 'Queued for', usual: '', px: 88, isRight: true },
  trigger: { title: 'Trigger', usual: 'w-29 @max-4xl:hidden', px: 116 },
  actor: { title: 'Actor', usual: '', px: 104 },
  error: { title: 'Failed at, error', usual: 'w-[30%] @max-3xl:hidden', px: 280 },
  version: { title: 'Version', usual: 'w-22 @max-6xl:hidden', px: 88 },
  commit: { title: 'Commit', usual: '', px: 88 },
  branch: { title: 'Branch', usual: '', px: 112 },
  labels: { title: 'Labels', usual: '', px: 240 },
  attempt: { title: 'Try', usual: 'w-12 @max-5xl:hidden', px: 48, isRight: true },
  id: { title: 'Id', usual: '', px: 168 },
}

/** What the state, the name and the box to pick a row take beside the chosen columns. */
export const FIXED_PX = 36 + 108 + 240
