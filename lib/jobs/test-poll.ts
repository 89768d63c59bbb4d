import type { PolledSource } from '@/db/store/poll-rounds'
import { readerOf } from '@/lib/ingest/events/reader'
import type { Poll, ToolApi } from '@/lib/ingest/events/tool'
import type { DecodedEvent } from '@/lib/model/event'
import type { PollTest, PollTestPage } from '@/lib/model/poll-test'
import { hidden, openTool } from './poll-round'
import { ToolTrouble } from './tool-request'

const LONGEST_MS = 20_000
/** A page of a hundred, each with its tasks and its logs, asked for one by one, is more; that the tool answers is known by then. */
const MOST_ANSWERS = 150
const MOST_MISSING = 5
const MOST_TYPES = 20
const MOST_EXAMPLES = 5

/** What was asked of the tool so far. */
type Counted = { answers: number; found: number; missing: string[] }

/** Ends a test that has seen enough. */
class Enough extends Error {
  override readonly name = 'Enough'
}

/**
 * Asks a tool's API for the first page of what its next round would read, and says what is in it. Nothing is stored, here or
 * there, and a tool that is busy is not waited for. Ends after 20 s or 150 answers.
 */
export async function testPoll(
  of: Pick<PolledSource, 'source' | 'address' | 'settings' | 'cursor'>,
  { clock = Date.now, longestMs = LONGEST_MS }: { clock?: () => number; longestMs?: number } = {},
): Promise<PollTest> {
  const startMs = clock()
  const counted: Counted = { answers: 0, found: 0, missing: [] }
  const { error, page } = await asked(of, { clock, longestMs, counted })
  return { error, page, answers: counted.answers, missing: counted.missing, tookMs: clock() - startMs }
}

async function asked(
  of: Parameters<typeof testPoll>[0],
  { clock, longestMs, counted }: { clock: () => number; longestMs: number; counted: Counted },
): Promise<Pick<PollTest, 'error' | 'page'>> {
  const signal = AbortSignal.timeout(longestMs)
  let opened: ReturnType<typeof openTool> | null = null
  try {
    opened = openTool(of, { clock, longestWaitMs: 0 }, signal)
    const items = await firstPage(opened.poll, counting(opened.api, counted), of.cursor)
    if (counted.answers > 0 && counted.found === 0)
      return { error: `${NOTHING_THERE}: is the base address right?`, page: null }
    return { error: null, page: pageOf(items, of, clock()) }
  } catch (error) {
    if (error instanceof Enough) return { error: null, page: null }
    if (signal.aborted) return { error: `No whole page was read within ${longestMs / 1_000} s`, page: null }
    const trouble = opened === null ? error : hidden(error, opened.poll, opened.settings)
    if (!(trouble instanceof ToolTrouble)) throw trouble
    return { error: trouble.message, page: null }
  }
}

const NOTHING_THERE = 'The tool answered 404 to everything that was asked'

async function firstPage(poll: Poll, api: ToolApi, cursor: unknown): Promise<unknown[]> {
  const pages = poll.round(api, cursor)
  try {
    const first = await pages.next()
    return first.done === true ? [] : first.value.items
  } finally {
    await pages.return()
  }
}

/** The same API, which counts what it answers and ends where that is too much. */
function counting(api: ToolApi, counted: Counted): ToolApi {
  const count = async (path: string, work: () => Promise<unknown>): Promise<unknown> => {
    if (counted.answers >= MOST_ANSWERS) throw new Enough()
    const answer = await work()
    counted.answers++
    if (answer !== null) counted.found++
    else if (counted.missing.length < MOST_MISSING) counted.missing.push(path.replace(/\?.*$/s, ''))
    return answer
  }
  return {
    ...api,
    get: (path, headers) => count(path, () => api.get(path, headers)),
    post: (path, body, headers) => count(path, () => api.post(path, body, headers)),
  }
}

/** What the items would become, by the reader that the poller has them read by. */
function pageOf(
  items: readonly unknown[],
  { source, cursor }: Pick<PolledSource, 'source' | 'cursor'>,
  nowMs: number,
): PollTestPage {
  const reader = readerOf(source.kind, 'poll', null)
  const receivedAt = String(BigInt(nowMs) * 1_000_000n)
  const events = items.flatMap((body): Pick<DecodedEvent, 'type' | 'subject' | 'because'>[] => {
    try {
      return reader?.decode({ protocol: 'poll', headers: {}, body, receivedAt }).events ?? []
    } catch (error) {
      // A bug of ours, which keeps the poller from nothing either.
      const because = `could not be understood: ${error instanceof Error ? error.message : 'unknown'}`
      return [{ type: 'unreadable', subject: null, because: because.slice(0, 500) }]
    }
  })
  const counts = new Map<string, number>()
  for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1)
  return {
    items: items.length,
    isFirst: cursor === null || cursor === undefined,
    types: [...counts]
      .map(([type, count]) => ({ type, count }))
      .toSorted((a, b) => b.count - a.count || a.type.localeCompare(b.type))
      .slice(0, MOST_TYPES),
    examples: events.slice(-MOST_EXAMPLES).map(({ type, subject, because }) => ({ type, subject, because })),
  }
}
