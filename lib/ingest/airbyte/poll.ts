import { contentKey } from '@/lib/ingest/events/decoded-event'
import { JsonReader } from '@/lib/ingest/events/json-reader'
import { settingOf } from '@/lib/ingest/events/poll-settings'
import { offsetPages, windowOf } from '@/lib/ingest/events/poll-window'
import { inAddress, type PolledItem, queryOf } from '@/lib/ingest/events/polled-item'
import type { Poll, ToolApi } from '@/lib/ingest/events/tool'
import { decodeAirbyte } from './decode'

const PAGE = 100
/** Those that are beyond are not watched for changes. */
const MOST_CONNECTIONS = 2_000

/** Airbyte's API: jobs that changed, with the names of their connections, and their attempts where it is self-managed. */
export const airbytePoll: Poll = {
  credentials: [
    { name: 'clientId', label: 'Client id of an application', isSecret: false, isOptional: true },
    { name: 'clientSecret', label: 'Client secret', isSecret: true, isOptional: true },
    {
      name: 'edition',
      label: 'Edition: `cloud` for https://api.airbyte.com, else self-managed',
      isSecret: false,
      isOptional: true,
    },
  ],
  everySeconds: 60,
  async *round(api, cursor) {
    const airbyte = await Airbyte.reach(api)
    const window = windowOf(api, cursor)
    const known = connectionsOf(window.kept)
    const jobs = async (offset: number) => {
      const found = await airbyte.jobs(window.from, offset)
      const items: PolledItem[] = []
      for (const job of found) items.push(await airbyte.wrap(job))
      return { items, count: found.length }
    }
    yield* offsetPages(window, PAGE, jobs, { connections: known })
    // Of the connections, those that are not as they were in the last round.
    const { items, seen } = await airbyte.connections(known, window.roundAt.toISOString())
    yield { items, cursor: { since: window.next, connections: seen } }
  },
  async ask(api, { nativeId }) {
    const airbyte = await Airbyte.reach(api)
    return airbyte.job(nativeId)
  },
  decode: decodeAirbyte,
}

class Airbyte {
  readonly #api: ToolApi
  readonly #base: string
  readonly #headers: Record<string, string>
  readonly #read = new Map<string, JsonReader>()

  private constructor(api: ToolApi, base: string, headers: Record<string, string>) {
    this.#api = api
    this.#base = base
    this.#headers = headers
  }

  /** Tokens are good for some minutes only, so each round asks for one. */
  static async reach(api: ToolApi): Promise<Airbyte> {
    const isCloud = settingOf(api.settings, 'edition') === 'cloud'
    const base = isCloud ? '/v1' : '/api/public/v1'
    const [id, secret] = ['clientId', 'clientSecret'].map((name) => settingOf(api.settings, name))
    if (id === undefined || secret === undefined) return new Airbyte(api, base, {})
    const body = { client_id: id, client_secret: secret, 'grant-type': 'client_credentials' }
    const token = new JsonReader(await api.post(`${base}/applications/token`, body)).at('access_token').text()
    if (token === undefined) throw new Error('Airbyte gave no access token for this application')
    return new Airbyte(api, base, { authorization: `Bearer ${token}` })
  }

  async jobs(from: Date, offset: number): Promise<JsonReader[]> {
    const query = queryOf({
      updatedAtStart: from.toISOString(),
      orderBy: 'createdAt|ASC',
      limit: PAGE,
      offset,
    })
    return (await this.#get(`/jobs${query}`)).at('data').items()
  }

  /** Connections that changed since `known` (their hashes by id), and how all of them are now. */
  async connections(known: Readonly<Record<string, string>>, at: string) {
    const items: PolledItem[] = []
    const seen: Record<string, string> = {}
    for (let offset = 0, isMore = true; isMore && offset < MOST_CONNECTIONS; offset += PAGE) {
      const found = (await this.#get(`/connections${queryOf({ limit: PAGE, offset })}`)).at('data').items()
      isMore = found.length === PAGE
      for (const connection of found) {
        const id = connection.at('connectionId').text()
        if (id === undefined) continue
        const hash = contentKey(connection.value)
        seen[id] = hash
        if (known[id] === hash) continue
        const workspaceId = connection.at('workspaceId').text()
        const workspace = await this.#workspaceName(workspaceId)
        const named = workspace === undefined ? {} : { workspace }
        items.push({ kind: 'connection', item: connection.value, at, ...named })
      }
    }
    return { items, seen }
  }

  async #workspaceName(id: string | undefined): Promise<string | undefined> {
    if (id === undefined) return undefined
    return (await this.#once(`/workspaces/${inAddress(id)}`)).at('name').text() ?? id
  }

  async job(id: string): Promise<PolledItem | null> {
    const job = await this.#get(`/jobs/${inAddress(id)}`)
    return job.isObject ? this.wrap(job) : null
  }

  async wrap(job: JsonReader): Promise<PolledItem> {
    const connection = await this.#once(`/connections/${inAddress(job.at('connectionId').text() ?? '')}`)
    const workspace = await this.#workspaceName(connection.at('workspaceId').text())
    const attempts = await this.#attemptsOf(job.at('jobId').count())
    const told = {
      connection: connection.at('name').text(),
      workspace,
    }
    return {
      kind: 'job',
      item: job.value,
      ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
      ...(attempts.length === 0 ? {} : { attempts }),
    }
  }

  /** The API for everybody leaves attempts out; a self-managed Airbyte has the one of its own pages. */
  async #attemptsOf(jobId: number | undefined): Promise<unknown[]> {
    if (this.#base === '/v1' || jobId === undefined) return []
    const answer = new JsonReader(await this.#api.post('/api/v1/jobs/get', { id: jobId }, this.#headers))
    return answer
      .at('attempts')
      .items()
      .map((each) => (each.at('attempt').isObject ? each.at('attempt').value : each.value))
  }

  async #once(path: string): Promise<JsonReader> {
    const known = this.#read.get(path)
    if (known !== undefined) return known
    const answer = await this.#get(path)
    this.#read.set(path, answer)
    return answer
  }

  async #get(path: string): Promise<JsonReader> {
    return new JsonReader(await this.#api.get(`${this.#base}${path}`, this.#headers))
  }
}

const connectionsOf = (cursor: JsonReader): Record<string, string> =>
  Object.fromEntries(
    cursor
      .at('connections')
      .entries()
      .flatMap(([id, hash]) => {
        const text = hash.text()
        return text === undefined ? [] : [[id, text]]
      }),
  )
