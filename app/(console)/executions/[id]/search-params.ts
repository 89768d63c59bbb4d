import { EXECUTION_TABS, type ExecutionTab } from '@/lib/model/execution-tab'
import { isSpanId } from '@/lib/model/trace-id'

export type SearchParams = Promise<Record<string, string | string[] | undefined>>

export type ExecutionAddress = {
  tab: ExecutionTab
  span: string | null
  /** The whole trace, where an execution would be shown by itself. */
  isWhole: boolean
  /** Level, text and span of the log. */
  query: URLSearchParams
}

/**
 * What of the execution is looked at, which is `opening` where the address does not say. A value we do not know is ignored, so
 * that an old link still opens; one that names a span or the whole trace means the waterfall.
 */
export async function parseAddress(
  searchParams: SearchParams,
  opening: ExecutionTab,
): Promise<ExecutionAddress> {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(await searchParams)) {
    const first = Array.isArray(value) ? value[0] : value
    if (first !== undefined) query.set(key, first)
  }
  const span = query.get('span') ?? ''
  const isWhole = query.get('whole') === '1'
  return {
    tab:
      EXECUTION_TABS.find((tab) => tab === query.get('tab')) ??
      (isSpanId(span) || isWhole ? 'waterfall' : opening),
    span: isSpanId(span) ? span : null,
    isWhole,
    query,
  }
}
