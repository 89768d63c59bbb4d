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
import { accountOf, accumulate, beginOf, emptyAccount, latest, mentionOf } from '../account'
import { edgesOf } from '../edges'
import { outcomeOf, type TaskOutcome } from '../outcome'
import { type FirstFailure, recogniseRun } from '../recognise'
import { recordKeyOf, selfOf } from '../record-key'
import { heardOf } from '../roles'
import { standingOf } from '../standing'
import { isSeen, parentOf, type RunName } from '../view'

export const ORG = '00000000-0000-4000-8000-000000000001'
export const SOURCE = '00000000-0000-4000-8000-000000000002'

type Entry = { key: string; self: RunName; account: LineageAccount; isRun: boolean }
type Judged = Entry & { standing: Standing; parent: Standing | null; outcome: TaskOutcome | null }

/** All that a set of events says, put together in memory in the plainest way: what the store is held to. */
export function projectEvents(events: readonly LineageEvent[]) {
  const entries = accountsOf(events)
  const judged = judge(entries)
  const recognised = judged
    .filter((run) => run.isRun && isToBeSeen(run, judged))
    .map((run) => ({
      key: run.key,
      ...recogniseRun(
        { orgId: ORG, sourceId: SOURCE },
        { ...run, firstFailure: firstFailureOf(run, judged) },
      ),
    }))
  const executions = group(
    recognised.map(({ key, executions }) => ({ key, facts: executions })),
    (fact: ExecutionFact) => fact.executionId,
  )
  const taskRuns = group(
    recognised.map(({ key, taskRuns }) => ({ key, facts: taskRuns })),
    (fact: TaskFact) => fact.taskRunId,
  )
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
    const stands = standing(entry, 0)
    return { ...entry, standing: stands, parent: above(entry, 0), outcome: outcomeOf(entry.account, stands) }
  })
}

/** A run that only others spoke of is shown where it holds task runs. */
const isToBeSeen = (run: Judged, all: readonly Judged[]): boolean =>
  isSeen(run.account) ||
  all.some((each) => each.standing.task !== null && each.standing.executionKey === run.key)

function firstFailureOf(run: Judged, all: readonly Judged[]): FirstFailure | null {
  const within = all.filter((each) => each.standing.task !== null && each.standing.executionKey === run.key)
  const failed = within.filter(({ outcome }) => outcome?.outcome === 'failed')
  const parents = new Set(failed.flatMap((each) => parentKey(each) ?? []))
  const [first] = failed
    .filter(
      ({ key, outcome }) => !parents.has(key) && !within.some((other) => isMadeGood(outcome, other.outcome)),
    )
    .sort((a, b) => compareNano(a.outcome?.at ?? '0', b.outcome?.at ?? '0') || (a.key < b.key ? -1 : 1))
  return first === undefined ? null : { path: first.standing.path, error: first.outcome?.error ?? null }
}

const isMadeGood = (failed: TaskOutcome | null, other: TaskOutcome | null): boolean =>
  other?.outcome === 'good' &&
  failed !== null &&
  other.taskKey === failed.taskKey &&
  other.attempt > failed.attempt

const parentKey = ({ account, self }: Entry): string | null => {
  const parent = parentOf(account, self)
  return parent === null ? null : recordKeyOf({ orgId: ORG, sourceId: SOURCE }, 'run', parent)
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
      const best = latest(said.get(name) ?? null, { at, value })
      if (best !== null) said.set(name, best)
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
