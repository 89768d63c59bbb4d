import type { Poll, PolledPage, ToolApi } from '@/lib/ingest/events/tool'
import type { Telling } from '@/lib/model/event'

/** What a tool's API answers at an address, asked with a body where it is a post; null stands for 404. */
export type Script = (path: string, body?: unknown) => unknown

/** A tool's API that answers as scripted, and keeps what it was asked. */
export function scriptedApi(
  script: Script,
  settings: Record<string, string> = {},
  now = '2026-11-21T12:00:00Z',
): ToolApi & { asked: string[] } {
  const asked: string[] = []
  const answer = async (path: string, body?: unknown) => {
    asked.push(path)
    // What is scripted comes as JSON does: nothing is shared with who asked.
    return JSON.parse(JSON.stringify(script(path, body) ?? null)) as unknown
  }
  return {
    asked,
    settings,
    now: () => new Date(now),
    get: (path) => answer(path),
    post: (path, body) => answer(path, body),
  }
}

/** One round to its end. */
export async function pagesOf(poll: Poll, api: ToolApi, cursor: unknown): Promise<PolledPage[]> {
  const pages: PolledPage[] = []
  for await (const page of poll.round(api, cursor)) pages.push(page)
  return pages
}

/** What items of a poll tell, after a way through JSON. */
export const polledTellings = (poll: Poll, items: readonly unknown[]): Telling[] =>
  items.flatMap((item) =>
    poll
      .decode({
        protocol: 'poll',
        headers: {},
        body: JSON.parse(JSON.stringify(item)),
        receivedAt: '1790000000000000000',
      })
      .events.flatMap((event) => event.tellings),
  )
