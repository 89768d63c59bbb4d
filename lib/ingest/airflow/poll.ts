import { JsonReader } from '@/lib/ingest/events/json-reader'
import { addressOf, authorization, settingOf } from '@/lib/ingest/events/poll-settings'
import { before, momentOf, offsetPages, windowOf } from '@/lib/ingest/events/poll-window'
import { inAddress, type PolledItem, queryOf } from '@/lib/ingest/events/polled-item'
import type { Poll, PolledPage, ToolApi } from '@/lib/ingest/events/tool'
import { decodeAirflow } from './decode'

/** Airflow gives no more than this many at once, whatever is asked for. */
const PAGE = 100
const MAX_LOGS_OF_RUN = 10

/** Airflow's REST API: v2 of Airflow 3, and v1 of Airflow 2.x. */
export const airflowPoll: Poll = {
  credentials: [
    { name: 'token', label: 'Access token (instead of user and password)', isSecret: true, isOptional: true },
    { name: 'username', label: 'User', isSecret: false, isOptional: true },
    { name: 'password', label: 'Password', isSecret: true, isOptional: true },
    {
      name: 'deployment',
      label: 'Name of this installation, where OpenLineage or OpenTelemetry give it one',
      isSecret: false,
      isOptional: true,
    },
    {
      name: 'code',
      label: 'Read the code of DAGs, which shows what changed: yes or no',
      isSecret: false,
      isOptional: true,
    },
    {
      name: 'eventLog',
      label: 'Read the log of events, which shows who changed what: yes or no',
      isSecret: false,
      isOptional: true,
    },
  ],
  everySeconds: 30,
  async *round(api, cursor) {
    const airflow = await Airflow.reach(api)
    const window = windowOf(api, cursor)
    const { from, next, kept } = window
    const logFrom = momentOf(kept.at('logSince').text()) ?? from
    const logSince = logFrom.toISOString()
    yield* offsetPages(window, PAGE, (offset) => airflow.runs(from, offset), { logSince })
    const isLogRead = settingOf(api.settings, 'eventLog') !== 'no'
    const errorsRead = { since: next, ...(isLogRead ? { logSince } : {}) }
    yield { items: await airflow.importErrors(), cursor: errorsRead }
    const isCodeRead = settingOf(api.settings, 'code') !== 'no'
    const versions = await airflow.versions(isCodeRead)
    if (versions.length > 0) yield { items: versions, cursor: errorsRead }
    // Last, with a place of its own: users who may see all else need not be allowed to read it.
    if (isLogRead) yield* airflow.eventLog(logFrom, next)
  },
  async ask(api, { flow, nativeId }) {
    const airflow = await Airflow.reach(api)
    return airflow.run(flow, nativeId)
  },
  decode: decodeAirflow,
}

class Airflow {
  readonly #api: ToolApi
  readonly #version: 'v1' | 'v2'
  readonly #headers: Record<string, string>
  readonly #versions = new Map<string, JsonReader>()

  private constructor(api: ToolApi, version: 'v1' | 'v2', headers: Record<string, string>) {
    this.#api = api
    this.#version = version
    this.#headers = headers
  }

  /** Airflow 3 takes tokens alone, which a user's password is exchanged for; 2.x takes the password itself. */
  static async reach(api: ToolApi): Promise<Airflow> {
    const version = (await api.get('/api/v2/version')) === null ? 'v1' : 'v2'
    const { settings } = api
    const [username, password] = [settingOf(settings, 'username'), settingOf(settings, 'password')]
    if (version === 'v1' || settingOf(settings, 'token') !== undefined || username === undefined) {
      return new Airflow(api, version, authorization(settings))
    }
    const answer = new JsonReader(await api.post('/auth/token', { username, password }))
    const token = answer.at('access_token').text()
    if (token === undefined) throw new Error('Airflow gave no access token for this user and password')
    return new Airflow(api, version, { authorization: `Bearer ${token}` })
  }

  async runs(from: Date, offset: number): Promise<{ items: PolledItem[]; count: number }> {
    // In the order of their making: what changes meanwhile moves nothing to an earlier place.
    const query = queryOf({ updated_at_gte: from.toISOString(), order_by: 'id', limit: PAGE, offset })
    const found = new JsonReader(await this.#get(`/dags/~/dagRuns${query}`)).at('dag_runs').items()
    const items: PolledItem[] = []
    for (const run of found) {
      items.push(await this.#withTasks(run))
      this.#noteVersions(run)
    }
    return { items, count: found.length }
  }

  async run(dagId: string, runId: string): Promise<PolledItem | null> {
    const run = await this.#get(`/dags/${inAddress(dagId)}/dagRuns/${inAddress(runId)}`)
    return run === null || run === undefined ? null : this.#withTasks(new JsonReader(run))
  }

  /** Pages of the log, each with the time up to which it has been read as the place to go on; `since` is where runs go on. */
  async *eventLog(from: Date, since: string): AsyncGenerator<PolledPage, void> {
    for (let offset = 0, isMore = true; isMore; offset += PAGE) {
      const query = queryOf({ after: from.toISOString(), order_by: 'event_log_id', limit: PAGE, offset })
      const found = new JsonReader(await this.#get(`/eventLogs${query}`)).at('event_logs').items()
      isMore = found.length === PAGE
      const readTo = momentOf(found.at(-1)?.at('when').text())
      const logSince = before(readTo ?? from, 1).toISOString()
      yield {
        items: found.map((each) => ({ kind: 'event-log', item: each.value, ...this.#named() })),
        cursor: isMore ? { since, logSince } : { since },
      }
    }
  }

  async importErrors(): Promise<PolledItem[]> {
    const found = new JsonReader(await this.#get(`/importErrors${queryOf({ limit: PAGE })}`))
    return found
      .at('import_errors')
      .items()
      .map((each) => ({ kind: 'import-error', item: each.value }))
  }

  /** Versions that a run was of come with it in Airflow 3. */
  #noteVersions(run: JsonReader): void {
    for (const version of run.at('dag_versions').items()) {
      const id = version.at('id').text()
      if (id !== undefined) this.#versions.set(id, version)
    }
  }

  /** The versions of the runs that were read, each with the DAG's file where that is asked for. */
  async versions(isCodeRead: boolean): Promise<PolledItem[]> {
    const items: PolledItem[] = []
    for (const version of this.#versions.values()) {
      const source = isCodeRead ? await this.#sourceOf(version) : undefined
      const read = source === undefined ? {} : { source }
      items.push({ kind: 'dag-version', item: version.value, ...read, ...this.#named() })
    }
    return items
  }

  /** The file of a version as Airflow parsed it. */
  async #sourceOf(version: JsonReader): Promise<string | undefined> {
    const [dagId, number] = [version.at('dag_id').text(), version.at('version_number').count()]
    if (dagId === undefined || number === undefined || this.#version === 'v1') return undefined
    const query = queryOf({ version_number: number })
    const headers = { accept: 'application/json' }
    const found = await this.#get(`/dagSources/${inAddress(dagId)}${query}`, headers)
    return new JsonReader(found).at('content').text()
  }

  #named(): { deployment?: string } {
    const deployment = settingOf(this.#api.settings, 'deployment')
    return deployment === undefined ? {} : { deployment }
  }

  async #withTasks(run: JsonReader): Promise<PolledItem> {
    const [dagId, runId] = [run.at('dag_id').text() ?? '', run.at('dag_run_id').text() ?? '']
    const path = `/dags/${inAddress(dagId)}/dagRuns/${inAddress(runId)}/taskInstances`
    const tasks: unknown[] = []
    for (let offset = 0, isMore = true; isMore; offset += PAGE) {
      const found = new JsonReader(await this.#get(`${path}${queryOf({ limit: PAGE, offset })}`))
        .at('task_instances')
        .items()
      for (const instance of found) tasks.push(...(await this.#triesOf(path, instance, tasks)))
      isMore = found.length === PAGE
    }
    const ui = addressOf(this.#api.settings)
    return {
      kind: 'dag-run',
      item: run.value,
      tasks,
      api: this.#version,
      ...this.#named(),
      ...(ui === undefined ? {} : { ui }),
    }
  }

  /** The former tries of a task instance and itself, each that failed with what its log tells of the exception. */
  async #triesOf(path: string, instance: JsonReader, before: unknown[]): Promise<unknown[]> {
    const taskId = inAddress(instance.at('task_id').text() ?? '')
    const map = instance.at('map_index').count()
    const own = map === undefined ? `${path}/${taskId}` : `${path}/${taskId}/${map}`
    const former =
      (instance.at('try_number').count() ?? 0) > 1
        ? new JsonReader(await this.#get(`${own}/tries`)).at('task_instances').items()
        : []
    const tries: unknown[] = []
    for (const each of [...former.filter((one) => !isSameTry(one, instance)), instance]) {
      const isLogged = [...before, ...tries].filter((one) => new JsonReader(one).at('log').isThere).length
      const isAsked = hasFailed(each) && this.#version !== 'v1' && isLogged < MAX_LOGS_OF_RUN
      tries.push(isAsked ? { ...Object(each.value), log: await this.#exceptionOf(path, each) } : each.value)
    }
    return tries
  }

  /** The last lines of a try's log that tell of an exception. */
  async #exceptionOf(path: string, instance: JsonReader): Promise<unknown[]> {
    const taskId = inAddress(instance.at('task_id').text() ?? '')
    const number = instance.at('try_number').text() ?? 1
    const query = queryOf({ full_content: 'true', map_index: instance.at('map_index').count() ?? -1 })
    const answer = await this.#get(`${path}/${taskId}/logs/${number}${query}`, { accept: 'application/json' })
    const told = new JsonReader(answer).at('content').items()
    const broken = told.filter((line) => line.at('error_detail').items().length > 0)
    return broken.slice(-3).map((line) => line.value)
  }

  #get(path: string, headers: Record<string, string> = {}): Promise<unknown> {
    return this.#api.get(`/api/${this.#version}${path}`, { ...this.#headers, ...headers })
  }
}

const isSameTry = (a: JsonReader, b: JsonReader): boolean =>
  a.at('try_number').text() === b.at('try_number').text()

/** A try that another one followed is `up_for_retry` where Airflow kept what was said when it ended. */
const hasFailed = (instance: JsonReader): boolean =>
  /^(failed|up_for_retry)$/.test(instance.at('state').text() ?? '')
