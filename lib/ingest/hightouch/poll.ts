import { JsonReader } from '@/lib/ingest/events/json-reader'
import { authorization, settingOf } from '@/lib/ingest/events/poll-settings'
import { openOf, windowOf } from '@/lib/ingest/events/poll-window'
import { inAddress, type PolledItem, queryOf } from '@/lib/ingest/events/polled-item'
import type { Poll, PolledPage, ToolApi } from '@/lib/ingest/events/tool'
import { HIGHTOUCH_WORDS } from '@/lib/ingest/otlp/dialects/state-words'
import { isTerminal } from '@/lib/model/state'
import { decodeHightouch } from './decode'

const PAGE = 100
const MAX_OPEN = 500

/** Hightouch's API: runs of all syncs that ran since the last round, and those that were not over then. */
export const hightouchPoll: Poll = {
  credentials: [
    { name: 'token', label: 'API key', isSecret: true },
    {
      name: 'workspace',
      label: "The workspace's name in addresses, for links",
      isSecret: false,
      isOptional: true,
    },
  ],
  everySeconds: 60,
  async *round(api, cursor) {
    const { from, next, kept } = windowOf(api, cursor)
    const hightouch = new Hightouch(api, openOf(kept))
    yield* hightouch.round(from, next)
  },
  async ask(api, { flow, nativeId }) {
    const hightouch = new Hightouch(api, [])
    const sync = await hightouch.syncBySlug(flow)
    return sync === null ? null : hightouch.run(sync, nativeId)
  },
  decode: decodeHightouch,
}

class Hightouch {
  readonly #api: ToolApi
  readonly #open: Set<string>

  constructor(api: ToolApi, open: readonly string[]) {
    this.#api = api
    this.#open = new Set(open)
  }

  async *round(from: Date, next: string): AsyncGenerator<PolledPage, void> {
    const before = [...this.#open]
    for (let offset = 0, isMore = true; isMore; offset += PAGE) {
      const page = await this.#get(`/syncs${queryOf({ limit: PAGE, offset })}`)
      const syncs = page.at('data').items()
      isMore = hasMore(page, syncs)
      const items: PolledItem[] = []
      for (const sync of syncs) {
        const id = sync.at('id').text() ?? ''
        const ran = Date.parse(sync.at('lastRunAt').text() ?? '')
        const own = before.filter((each) => each.startsWith(`${id}/`))
        // Without a time it may have run.
        if (!(ran < from.getTime())) items.push(...(await this.#runsSince(sync, from)))
        const had = new Set(items.map(({ item }) => new JsonReader(item).at('id').text()))
        for (const runId of own.map((each) => each.slice(id.length + 1))) {
          if (had.has(runId)) continue
          const item = await this.run(sync, runId)
          if (item === null) this.#open.delete(`${id}/${runId}`)
          else items.push(item)
        }
      }
      // Only a whole round moves on: syncs have no order in time.
      const since = isMore ? from.toISOString() : next
      yield { items, cursor: { since, open: [...this.#open].slice(-MAX_OPEN) } }
    }
  }

  async syncBySlug(slug: string): Promise<JsonReader | null> {
    const found = (await this.#get(`/syncs${queryOf({ slug, limit: 1 })}`)).at('data', 0)
    return found.isObject ? found : null
  }

  async run(sync: JsonReader, runId: string): Promise<PolledItem | null> {
    const path = `/syncs/${inAddress(sync.at('id').text() ?? '')}/runs${queryOf({ runId })}`
    const run = (await this.#get(path)).at('data', 0)
    return run.isObject ? this.#wrap(sync, run) : null
  }

  async #runsSince(sync: JsonReader, from: Date): Promise<PolledItem[]> {
    const items: PolledItem[] = []
    for (let offset = 0, isMore = true; isMore; offset += PAGE) {
      const query = queryOf({ after: from.toISOString(), orderBy: 'id', limit: PAGE, offset })
      const page = await this.#get(`/syncs/${inAddress(sync.at('id').text() ?? '')}/runs${query}`)
      const runs = page.at('data').items()
      isMore = hasMore(page, runs)
      items.push(...runs.map((run) => this.#wrap(sync, run)))
    }
    return items
  }

  #wrap(sync: JsonReader, run: JsonReader): PolledItem {
    const name = `${sync.at('id').text() ?? ''}/${run.at('id').text() ?? ''}`
    const word = run.at('status').text()?.toLowerCase() ?? ''
    const state = Object.hasOwn(HIGHTOUCH_WORDS, word) ? HIGHTOUCH_WORDS[word] : undefined
    if (state !== undefined && isTerminal(state)) this.#open.delete(name)
    else this.#open.add(name)
    const named = ['id', 'slug', 'workspaceId', 'modelId', 'destinationId'].map((key) => [
      key,
      sync.at(key).value,
    ])
    const workspace = settingOf(this.#api.settings, 'workspace')
    return {
      kind: 'run',
      item: run.value,
      sync: Object.fromEntries(named.filter(([, value]) => value !== undefined)),
      ...(workspace === undefined ? {} : { workspace }),
    }
  }

  async #get(path: string): Promise<JsonReader> {
    return new JsonReader(await this.#api.get(`/api/v1${path}`, authorization(this.#api.settings)))
  }
}

const hasMore = (page: JsonReader, items: JsonReader[]): boolean =>
  items.length > 0 && (page.at('hasMore').boolean() ?? items.length === PAGE)
