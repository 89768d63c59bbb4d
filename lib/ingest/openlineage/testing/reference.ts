import { failedTaskOf } from '@/lib/executions/failed-task'
import { projectExecution, projectTaskRun } from '@/lib/executions/project'
import { compareNano } from '@/lib/executions/state'
import type { ExecutionFact, TaskFact } from '@/lib/model/fact'
import type {
  Facets,
  LineageAccount,
  LineageEdge,
  LineageEvent,
  SaidFacets,
  Standing,
} from '@/lib/model/lineage'
import { accountOf, accumulate, beginOf, emptyAccount, mentionOf } from '../account'
import { canonicalHash } from '../canonical'
import { edgesOf } from '../edges'
import { recogniseRun } from '../recognise'
import { recordKeyOf, selfOf } from '../record-key'
import { heardOf } from '../roles'
import { standingOf } from '../standing'
import { isSeen, parentOf, type RunName } from '../view'

export const ORG = '00000000-0000-4000-8000-000000000001'
export const SOURCE = '00000000-0000-4000-8000-000000000002'

type Entry = { key: string; self: RunName; account: LineageAccount; isRun: boolean }
type Judged = Entry & { standing: Standing; parent: Standing | null }

/** All that a set of events says, put together in memory in the plainest way: what the store is held to. */
export function projectEvents(events: readonly LineageEvent[]) {
  const entries = accountsOf(events)
  const judged = judge(entries)
  const recognised = judged
    .filter((run) => run.isRun && isToBeSeen(run, judged))
    .map((run) => ({
      key: run.key,
      ...recogniseRun({ orgId: ORG, sourceId: SOURCE }, run),
    }))
  const executions = group(
    recognised.map(({ key, executions }) => ({ key, facts: executions })),
    (fact: ExecutionFact) => fact.executionId,
  )
  const taskRuns = group(
    recognised.map(({ key, taskRuns }) => ({ key, facts: taskRuns })),
    (fact: TaskFact) => fact.taskRunId,
  )
  withFailures(executions, taskRuns)
  const begins = new Map(entries.map(({ key, account }) => [`openlineage:${key}`, beginOf(account)]))
  return {
    executions: [...executions.values()].map((facts) =>
      projectExecution(ORG, facts, {
        environment: '',
        occurredAt: begins.get(Object.keys(facts)[0] ?? '') ?? '0',
      }),
    ),
    taskRuns: [...taskRuns.values()].map(projectTaskRun),
    keys: recognised.flatMap((each) => each.keys),
    references: recognised.flatMap((each) => each.references),
    edges: new Map(
      entries.map(({ key, account, self, isRun }) => [
        key,
        edgesOf(account, isRun || account.kind === 'job' ? self : null),
      ]),
    ) as Map<string, LineageEdge[]>,
    accounts: new Map(entries.map(({ key, account }) => [key, account])),
    ...facetsOfEntities(events),
  }
}

function accountsOf(events: readonly LineageEvent[]): Entry[] {
  const entries = new Map<string, Entry>()
  const put = (
    kind: LineageEvent['kind'],
    self: RunName,
    change: (before: LineageAccount) => LineageAccount,
  ) => {
    const key = recordKeyOf({ orgId: ORG, sourceId: SOURCE }, kind, self)
    const account = change(entries.get(key)?.account ?? emptyAccount(kind))
    entries.set(key, { key, self, account, isRun: kind === 'run' })
  }
  for (const event of events) {
    const self = selfOf(event)
    const piece = accountOf(event)
    put(event.kind, self, (before) => accumulate(before, piece))
    const parent = event.kind === 'run' ? parentOf(piece, self) : null
    if (parent === null) continue
    const mention = mentionOf(event.at, heardOf(piece, self, parent))
    put('run', parent, (before) => accumulate(before, mention))
  }
  return [...entries.values()]
}

function judge(entries: readonly Entry[]): Judged[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]))
  const standings = new Map<string, Standing>()
  const standing = (entry: Entry, depth: number): Standing => {
    const known = standings.get(entry.key)
    if (known !== undefined) return known
    const found = standingOf(
      entry.key,
      entry.self,
      entry.account,
      depth > 20 ? null : above(entry, depth + 1),
    )
    standings.set(entry.key, found)
    return found
  }
  const above = (entry: Entry, depth: number): Standing | null => {
    const name = parentOf(entry.account, entry.self)
    const parent =
      name === null ? undefined : byKey.get(recordKeyOf({ orgId: ORG, sourceId: SOURCE }, 'run', name))
    return parent === undefined ? null : standing(parent, depth)
  }
  return entries.map((entry) => {
    return { ...entry, standing: standing(entry, 0), parent: above(entry, 0) }
  })
}

/** A run that only others spoke of is shown where it holds task runs. */
const isToBeSeen = (run: Judged, all: readonly Judged[]): boolean =>
  isSeen(run.account) ||
  all.some((each) => each.standing.task !== null && each.standing.executionKey === run.key)

/** Beside what each run says: which of its task runs failed first, as `foldFailedTasks` tells it. */
function withFailures(
  executions: Map<string, Record<string, ExecutionFact>>,
  taskRuns: Map<string, Record<string, TaskFact>>,
): void {
  const tasks = [...taskRuns.values()].flatMap((facts) => Object.values(facts))
  for (const facts of executions.values()) {
    const [own] = Object.values(facts)
    const within = tasks.filter(({ executionId }) => executionId === own?.executionId)
    const failed = failedTaskOf(within.map((fact) => ({ fact })))
    if (own === undefined || failed === null) continue
    const errors = failed.chain.flatMap(({ fact }) => fact.errors).slice(0, 1)
    const silent = {
      ...own,
      states: [],
      startedAt: null,
      endedAt: null,
      queuedAt: null,
      labels: {},
      links: [],
    }
    facts['task runs'] = {
      ...silent,
      ...{ title: null, trigger: null, actor: null, commit: null, branch: null, version: null },
      ...{ environment: null, url: null, traceId: null, spanId: null, saidAt: undefined },
      errors: errors.map((error) => ({ ...error, rank: 1 as const })),
      failedTask: failed.path,
    }
  }
}

function group<Fact>(
  origins: { key: string; facts: Fact[] }[],
  idOf: (fact: Fact) => string,
): Map<string, Record<string, Fact>> {
  const rows = new Map<string, Record<string, Fact>>()
  for (const { key, facts } of origins)
    for (const fact of facts) rows.set(idOf(fact), { ...rows.get(idOf(fact)), [`openlineage:${key}`]: fact })
  return rows
}

/** Facets of datasets and jobs as last said by any event. */
function facetsOfEntities(events: readonly LineageEvent[]): {
  datasets: Map<string, SaidFacets>
  jobs: Map<string, SaidFacets>
} {
  const datasets = new Map<string, SaidFacets>()
  const jobs = new Map<string, SaidFacets>()
  const say = (
    into: Map<string, SaidFacets>,
    of: { namespace: string; name: string; facets: Facets },
    at: string,
  ) => {
    const key = JSON.stringify([of.namespace, of.name])
    const said = new Map(Object.entries(into.get(key) ?? {}))
    for (const [name, value] of Object.entries(of.facets)) {
      const known = said.get(name)
      const order = known === undefined ? 1 : compareNano(at, known.at)
      const isGreater = order === 0 && canonicalHash(value) > canonicalHash(known?.value)
      if (order > 0 || isGreater) said.set(name, { at, value })
    }
    into.set(key, Object.fromEntries(said))
  }
  for (const { at, job, dataset, inputs, outputs } of events) {
    if (job !== null) say(jobs, job, at)
    for (const each of [...inputs, ...outputs, ...(dataset === null ? [] : [dataset])])
      say(datasets, each, at)
  }
  return { datasets, jobs }
}
