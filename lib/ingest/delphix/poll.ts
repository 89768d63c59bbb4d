import { JsonReader } from '@/lib/ingest/events/json-reader'
import { settingOf } from '@/lib/ingest/events/poll-settings'
import { windowOf } from '@/lib/ingest/events/poll-window'
import { inAddress, queryOf } from '@/lib/ingest/events/polled-item'
import type { Poll, ToolApi } from '@/lib/ingest/events/tool'
import { decodeDelphix } from './decode'

const PAGE = 100

/** Delphix's Data Control Tower: jobs that changed since the last round. */
export const delphixPoll: Poll = {
  credentials: [{ name: 'key', label: 'API key of an account', isSecret: true }],
  everySeconds: 60,
  async *round(api, cursor) {
    const { from: since, next } = windowOf(api, cursor)
    const body = { filter_expression: `update_time GE '${since.toISOString()}'` }
    for (let from: string | undefined, isMore = true; isMore; ) {
      const query = queryOf({ limit: PAGE, sort: 'id', cursor: from })
      const page = new JsonReader(await api.post(`/v3/jobs/search${query}`, body, headersOf(api)))
      const jobs = page.at('items').items()
      const following = page.at('response_metadata', 'next_cursor').text()
      isMore = jobs.length === PAGE && following !== undefined && following !== from
      from = following
      const items = jobs.map(({ value }) => ({ kind: 'job', item: value }))
      yield { items, cursor: { since: isMore ? since.toISOString() : next } }
    }
  },
  async ask(api, { nativeId }) {
    const job = await api.get(`/v3/jobs/${inAddress(nativeId)}`, headersOf(api))
    return job === null || job === undefined ? null : { kind: 'job', item: job }
  },
  decode: decodeDelphix,
}

const headersOf = (api: ToolApi): Record<string, string> => {
  const key = settingOf(api.settings, 'key')
  return key === undefined ? {} : { authorization: `apk ${key}` }
}
