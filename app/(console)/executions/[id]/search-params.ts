import { isSpanId } from '@/lib/model/trace-id'

export const TABS = ['waterfall', 'tasks', 'logs', 'attributes', 'history'] as const
export type Tab = (typeof TABS)[number]

export type SearchParams = Promise<Record<string, string | string[] | undefined>>

export type ExecutionAddress = {
  tab: Tab
  span: string | null
  /** The whole trace, where an execution would be shown by itself. */
  isWhole: boolean
  /** Level, text and span of the log. */
  query: URLSearchParams
}

/** What of the execution is looked at. A value we do not know is ignored, so that an old link still opens. */
export async function parseAddress(searchParams: SearchParams): Promise<ExecutionAddress> {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(await searchParams)) {
    const first = Array.isArray(value) ? value[0] : value
    if (first !== undefined) query.set(key, first)
  }
  const span = query.get('span') ?? ''
  return {
    tab: TABS.find((tab) => tab === query.get('tab')) ?? 'waterfall',
    span: isSpanId(span) ? span : null,
    isWhole: query.get('whole') === '1',
    query,
  }
}
