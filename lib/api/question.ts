import type { Filter } from '@/lib/query/filter'
import type { Window } from '@/lib/query/window'
import { filterOf, windowOf } from './parameters'

type Asked = { q: string; range?: string | undefined; from?: string | undefined; to?: string | undefined }

/** The question that `q` and the window put to executions. */
export const questionOf = (asked: Asked, nowMs = Date.now()): { filter: Filter | null; window: Window } => ({
  filter: filterOf(asked.q),
  window: windowOf(asked, nowMs),
})
