import { JsonReader } from '@/lib/ingest/events/json-reader'
import { addressOf, authorization, settingOf } from '@/lib/ingest/events/poll-settings'
import { before, OVERLAP_SECONDS, openOf, windowOf } from '@/lib/ingest/events/poll-window'
import { inAddress, type PolledItem, queryOf } from '@/lib/ingest/events/polled-item'
import type { Poll, PolledPage, ToolApi } from '@/lib/ingest/events/tool'
import { KESTRA_WORDS } from '@/lib/ingest/otlp/dialects/state-words'
import { isTerminal } from '@/lib/model/state'
import { decodeKestra } from './decode'

const PAGE = 100
const MAX_PAGES = 50
const MAX_OPEN = 500
const MAX_FLOWS = 2_000

/** Kestra's API: executions with their task runs, logs of what broke, revisions of flows, audit logs where asked for. */
export const kestraPoll: Poll = {
  credentials: [
    { name: 'token', label: 'API token (Enterprise edition and Cloud)', isSecret: true, isOptional: true },
    { name: 'username', label: 'User', isSecret: false, isOptional: true },
    { name: 'password', label: 'Password', isSecret: true, isOptional: true },
    {
      name: 'tenant',
      label: 'Tenant: `main` unless you have several, `none` before Kestra 0.23',
      isSecret: false,
      isOptional: true,
    },
    {
      name: 'ui',
      label: 'Address that people open, such as https://kestra.example.com/ui',
      isSecret: false,
      isOptional: true,
    },
    {
      name: 'auditLogs',
      label: 'Read audit logs (Enterprise edition): yes or no',
      isSecret: false,
      isOptional: true,
    },
  ],
  everySeconds: 30,
  async *round(api, cursor) {
    const kestra = new Kestra(api, cursor)
    yield* kestra.news()
    yield* kestra.openOnes()
    await kestra.listFlows()
    yield* kestra.revisions()
    if (settingOf(api.settings, 'auditLogs') === 'yes') yield* kestra.audit()
  },
  async ask(api, { nativeId }) {
    return new Kestra(api, null).execution(nativeId)
  },
  decode: decodeKestra,
}

class Kestra {
  readonly #api: ToolApi
  readonly #base: string
  readonly #around: Record<string, string>
  #since: Date
  #auditSince: string
  readonly #open: Set<string>
  readonly #flows: Map<string, number>
  readonly #seen = new Set<string>()
  readonly #revisions = new Map<string, { namespace: string; flowId: string; revision: number }>()

  constructor(api: ToolApi, cursor: unknown) {
    const tenant = settingOf(api.settings, 'tenant') ?? 'main'
    const address = addressOf(api.settings)
    const ui = settingOf(api.settings, 'ui') ?? (address === undefined ? undefined : `${address}/ui`)
    const { from, kept } = windowOf(api, cursor)
    this.#api = api
    this.#base = tenant === 'none' ? '/api/v1' : `/api/v1/${inAddress(tenant)}`
    this.#around = { ...(tenant === 'none' ? {} : { tenant }), ...(ui === undefined ? {} : { ui }) }
    this.#since = from
    this.#open = new Set(openOf(kept))
    this.#auditSince = kept.at('auditSince').text() ?? windowOf(api, null).from.toISOString()
    this.#flows = new Map(
      kept
        .at('flows')
        .entries()
        .map(([name, revision]) => [name, revision.count() ?? 0]),
    )
  }

  /** Those that began since the last round, oldest first, so that a round cut short goes on where it stopped. */
  async *news(): AsyncGenerator<PolledPage, void> {
    const since = before(this.#since, OVERLAP_SECONDS).toISOString()
    for (let page = 1; page <= MAX_PAGES; page++) {
      const query = queryOf({
        page,
        size: PAGE,
        sort: 'state.startDate:asc',
        // Until 0.21 by its own name, since then as a filter.
        startDate: since,
        'filters[startDate][GREATER_THAN_OR_EQUAL_TO]': since,
      })
      const found = new JsonReader(await this.#get(`/executions/search${query}`)).at('results').items()
      const items: PolledItem[] = []
      for (const each of found) {
        const id = each.at('id').text()
        const item = id === undefined ? null : await this.execution(id, each)
        if (item !== null) items.push(item)
        const began = Date.parse(each.at('state', 'startDate').text() ?? '')
        if (began > this.#since.getTime()) this.#since = new Date(began)
      }
      yield { items, cursor: this.#cursor() }
      if (found.length < PAGE) return
    }
  }

  /** Those that had not ended when they were last looked at. */
  async *openOnes(): AsyncGenerator<PolledPage, void> {
    const items: PolledItem[] = []
    for (const id of [...this.#open].filter((each) => !this.#seen.has(each))) {
      const item = await this.execution(id)
      if (item === null) this.#open.delete(id)
      else items.push(item)
    }
    if (items.length > 0) yield { items, cursor: this.#cursor() }
  }

  /** Which revision each flow has now: what was edited need not have run. */
  async listFlows(): Promise<void> {
    for (let page = 1; page <= MAX_PAGES; page++) {
      const found = new JsonReader(await this.#get(`/flows/search${queryOf({ page, size: PAGE })}`))
      const flows = found.at('results').items()
      for (const flow of flows) this.#noteRevision(flow, flow.at('id'), flow.at('revision'))
      if (flows.length < PAGE) return
    }
  }

  /** New revisions of flows, with their source. */
  async *revisions(): AsyncGenerator<PolledPage, void> {
    for (const [name, { namespace, flowId, revision }] of this.#revisions) {
      const known = this.#flows.get(name) ?? 0
      if (revision <= known) continue
      const path = `/flows/${inAddress(namespace)}/${inAddress(flowId)}/revisions`
      const all = new JsonReader(await this.#get(path)).items()
      const fresh = all.filter((each) => (each.at('revision').count() ?? 0) > known)
      this.#flows.delete(name)
      this.#flows.set(name, Math.max(revision, ...all.map((each) => each.at('revision').count() ?? 0)))
      yield {
        items: fresh.map((each) => ({ kind: 'revision', item: each.value, ...this.#around })),
        cursor: this.#cursor(),
      }
    }
  }

  /** The Enterprise edition's audit log; other editions do not have the address. */
  async *audit(): AsyncGenerator<PolledPage, void> {
    const since = this.#auditSince
    for (let page = 1; page <= MAX_PAGES; page++) {
      const query = queryOf({
        page,
        size: PAGE,
        sort: 'date:asc',
        startDate: since,
        'filters[date][GREATER_THAN_OR_EQUAL_TO]': since,
      })
      const found = new JsonReader(await this.#get(`/auditlogs/search${query}`)).at('results').items()
      for (const each of found) {
        const at = each.at('auditLog', 'date').text() ?? each.at('date').text()
        if (at !== undefined && Date.parse(at) > Date.parse(this.#auditSince)) this.#auditSince = at
      }
      if (found.length > 0) {
        yield {
          items: found.map((each) => ({ kind: 'audit', item: each.value, ...this.#around })),
          cursor: this.#cursor(),
        }
      }
      if (found.length < PAGE) return
    }
  }

  /** One execution with all that it takes to read it; since 2.0 lists leave out task runs, and executions their outputs. */
  async execution(id: string, listed?: JsonReader): Promise<PolledItem | null> {
    const isWhole = listed?.at('taskRunList').isThere === true
    const item = isWhole ? listed.value : await this.#get(`/executions/${inAddress(id)}`)
    if (item === null || item === undefined) return null
    const of = new JsonReader(item)
    const word = of.at('state', 'current').text()?.toLowerCase() ?? ''
    const state = Object.hasOwn(KESTRA_WORDS, word) ? (KESTRA_WORDS[word] ?? 'unknown') : 'unknown'
    this.#note(id, of, isTerminal(state))
    const taskRuns = of.at('taskRunList').items()
    const hasOutputs = taskRuns.some((run) => run.at('outputs').isThere)
    const path = inAddress(id)
    const logs = state === 'failed' ? await this.#get(`/logs/${path}${queryOf({ minLevel: 'ERROR' })}`) : null
    const outputs =
      isTerminal(state) && taskRuns.length > 0 && !hasOutputs ? await this.#get(`/outputs/${path}`) : null
    return {
      kind: 'execution',
      item,
      ...this.#around,
      ...(logs === null ? {} : { logs: new JsonReader(logs).at('results').value ?? logs }),
      ...(outputs === null ? {} : { outputs }),
    }
  }

  #note(id: string, of: JsonReader, isOver: boolean): void {
    this.#seen.add(id)
    if (isOver) this.#open.delete(id)
    else this.#open.add(id)
    this.#noteRevision(of, of.at('flowId'), of.at('flowRevision'))
  }

  #noteRevision(of: JsonReader, id: JsonReader, number: JsonReader): void {
    const [namespace, flowId, revision] = [of.at('namespace').text(), id.text(), number.count()]
    if (namespace === undefined || flowId === undefined || revision === undefined) return
    const name = `${namespace}/${flowId}`
    const before = this.#revisions.get(name)
    if ((before?.revision ?? 0) < revision) this.#revisions.set(name, { namespace, flowId, revision })
  }

  #get(path: string): Promise<unknown> {
    return this.#api.get(`${this.#base}${path}`, authorization(this.#api.settings))
  }

  #cursor() {
    return {
      since: this.#since.toISOString(),
      open: [...this.#open].slice(-MAX_OPEN),
      flows: Object.fromEntries([...this.#flows].slice(-MAX_FLOWS)),
      auditSince: this.#auditSince,
    }
  }
}
