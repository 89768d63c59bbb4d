import { JsonReader } from '@/lib/ingest/events/json-reader'
import { authorization } from '@/lib/ingest/events/poll-settings'
import { windowOf } from '@/lib/ingest/events/poll-window'
import { inAddress, type PolledItem, queryOf } from '@/lib/ingest/events/polled-item'
import type { Poll, ToolApi } from '@/lib/ingest/events/tool'
import { decodeGenie } from './decode'

const PAGE = 100
const OPEN = ['RESERVED', 'RESOLVED', 'ACCEPTED', 'CLAIMED', 'INIT', 'RUNNING']

/** Genie's API, version 3: jobs that are open, and those that ended since the last round. */
export const geniePoll: Poll = {
  credentials: [
    { name: 'token', label: 'Bearer token, where one is asked for', isSecret: true, isOptional: true },
    { name: 'username', label: 'User, where one is asked for', isSecret: false, isOptional: true },
    { name: 'password', label: 'Password', isSecret: true, isOptional: true },
  ],
  everySeconds: 60,
  async *round(api, cursor) {
    const { from: since, next } = windowOf(api, cursor)
    const statuses = OPEN.map((status) => `status=${status}`).join('&')
    yield* pages(api, `&${statuses}`, since.toISOString())
    yield* pages(api, `&minFinished=${since.getTime()}`, since.toISOString())
    yield { items: [], cursor: { since: next } }
  },
  async ask(api, { nativeId }) {
    return wrapped(api, nativeId)
  },
  decode: decodeGenie,
}

async function* pages(api: ToolApi, filter: string, since: string) {
  for (let page = 0, isMore = true; isMore; page++) {
    const query = `${queryOf({ page, size: PAGE, sort: 'created,desc' })}${filter}`
    const found = new JsonReader(await api.get(`/api/v3/jobs${query}`, authorization(api.settings)))
    const jobs = found.at('_embedded', 'jobSearchResultList').items()
    isMore = jobs.length === PAGE
    const items: PolledItem[] = []
    for (const job of jobs) {
      const id = job.at('id').text()
      const item = id === undefined ? null : await wrapped(api, id)
      if (item !== null) items.push(item)
    }
    // Where a round is cut short, the next one begins where this one did.
    yield { items, cursor: { since } }
  }
}

async function wrapped(api: ToolApi, id: string): Promise<PolledItem | null> {
  const job = await api.get(`/api/v3/jobs/${inAddress(id)}`, authorization(api.settings))
  return job === null || job === undefined ? null : { kind: 'job', item: job }
}
