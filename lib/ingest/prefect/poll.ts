import { JsonReader } from '@/lib/ingest/events/json-reader'
import { addressOf, authorization, settingOf } from '@/lib/ingest/events/poll-settings'
import { offsetPages, windowOf } from '@/lib/ingest/events/poll-window'
import { inAddress, type PolledItem, queryOf } from '@/lib/ingest/events/polled-item'
import type { Poll, ToolApi } from '@/lib/ingest/events/tool'
import { decodePrefect } from './decode'

const PAGE = 100
/** States that may change without anything that a filter of time would find. */
const OPEN = ['RUNNING', 'PENDING', 'PAUSED', 'CANCELLING']

/** Prefect's API: flow runs that began, ended or are open, with the names of flow and deployment, all states and task runs. */
export const prefectPoll: Poll = {
  credentials: [
    { name: 'token', label: 'API key (Prefect Cloud)', isSecret: true, isOptional: true },
    { name: 'username', label: 'User, where the server asks for one', isSecret: false, isOptional: true },
    { name: 'password', label: 'Password', isSecret: true, isOptional: true },
    {
      name: 'ui',
      label: 'Address that people open, where it is not the address of the API without /api',
      isSecret: false,
      isOptional: true,
    },
  ],
  everySeconds: 30,
  async *round(api, cursor) {
    const prefect = new Prefect(api)
    const window = windowOf(api, cursor)
    yield* offsetPages(window, PAGE, async (offset) => {
      const found = await prefect.runs(window.from, window.roundAt, offset)
      const items: PolledItem[] = []
      for (const run of found) items.push(await prefect.wrap(run))
      return { items, count: found.length }
    })
  },
  async ask(api, { nativeId }) {
    const run = await api.get(`/flow_runs/${inAddress(nativeId)}`, authorization(api.settings))
    return run === null || run === undefined ? null : new Prefect(api).wrap(new JsonReader(run))
  },
  decode: decodePrefect,
}

class Prefect {
  readonly #api: ToolApi
  readonly #headers: Record<string, string>
  /** Names by address, as a round asks for the same ones again and again. */
  readonly #names = new Map<string, string | null>()

  constructor(api: ToolApi) {
    this.#api = api
    this.#headers = authorization(api.settings)
  }

  async runs(from: Date, until: Date, offset: number): Promise<JsonReader[]> {
    const after = { after_: from.toISOString() }
    const filter = {
      operator: 'or_',
      start_time: after,
      end_time: after,
      expected_start_time: { ...after, before_: until.toISOString() },
      state: { type: { any_: OPEN } },
    }
    const body = { flow_runs: filter, sort: 'ID_DESC', limit: PAGE, offset }
    return new JsonReader(await this.#api.post('/flow_runs/filter', body, this.#headers)).items()
  }

  async wrap(run: JsonReader): Promise<PolledItem> {
    const id = run.at('id').text() ?? ''
    const flow = await this.#nameOf('flows', run.at('flow_id').text())
    const deployment = await this.#nameOf('deployments', run.at('deployment_id').text())
    const states = await this.#api.get(`/flow_run_states/${queryOf({ flow_run_id: id })}`, this.#headers)
    const ui = this.#ui()
    return {
      kind: 'flow-run',
      item: run.value,
      states: states ?? [],
      tasks: await this.#tasksOf(id),
      ...(flow === null ? {} : { flow }),
      ...(deployment === null ? {} : { deployment }),
      ...(ui === undefined ? {} : { ui }),
    }
  }

  async #tasksOf(flowRunId: string): Promise<unknown[]> {
    const tasks: unknown[] = []
    for (let isMore = true; isMore; ) {
      const body = {
        flow_runs: { id: { any_: [flowRunId] } },
        sort: 'ID_DESC',
        limit: PAGE,
        offset: tasks.length,
      }
      const found = new JsonReader(await this.#api.post('/task_runs/filter', body, this.#headers)).items()
      tasks.push(...found.map((each) => each.value))
      isMore = found.length === PAGE
    }
    return tasks
  }

  async #nameOf(what: 'flows' | 'deployments', id: string | undefined): Promise<string | null> {
    if (id === undefined) return null
    const path = `/${what}/${inAddress(id)}`
    const known = this.#names.get(path)
    if (known !== undefined) return known
    const name = new JsonReader(await this.#api.get(path, this.#headers)).at('name').text() ?? null
    this.#names.set(path, name)
    return name
  }

  /** A server's pages are beside its API; those of Prefect Cloud are at another host, in the singular. */
  #ui(): string | undefined {
    const address = settingOf(this.#api.settings, 'ui') ?? addressOf(this.#api.settings)
    return address
      ?.replace(/\/api\/?$/, '')
      .replace(
        /^https:\/\/api\.prefect\.cloud\/api\/accounts\/([^/]+)\/workspaces\/([^/]+).*$/,
        'https://app.prefect.cloud/account/$1/workspace/$2',
      )
  }
}
