import type { Db } from '@/db/client'
import { changeSample, type SampleRow } from '@/db/store/sample-row'
import { endSampleTokens, mintSampleTokens } from '@/db/store/sample-tokens'
import { systemScope } from '@/lib/auth/system-scope'
import type { Happening } from '@/lib/sample/happening'
import { sampleHooks } from '@/lib/sample/hooks'
import { sampleRepository } from '@/lib/sample/repository'
import { executionsIn, requestsOf, SAMPLE_DAYS, simulate } from '@/lib/sample/simulate'
import type { SendSample } from './send-sample'
import { joinSampleHistory, writeSampleHistory } from './write-sample-history'

/** Executions in one step: progress is noted, and a wish to stop heard, after each. */
const STEP = 120
const DAY_MS = 86_400_000

export type SampleWork = {
  db: Db
  orgId: string
  row: SampleRow
  send: SendSample
  /** False once somebody else does it or the process is stopping: then it is left where it is, to be taken up again. */
  mayGoOn: () => Promise<boolean>
  /** Of a part of the fortnight alone; for tests. */
  only?: (happenings: readonly Happening[]) => readonly Happening[]
}

/**
 * Sends the simulated fortnight from where it was left. A step that was sent before and not noted is sent again, which the
 * receivers understand: the generator makes the same spans from the same seed and moment.
 */
export async function loadSample({
  db,
  orgId,
  row,
  send,
  mayGoOn,
  only = (all) => all,
}: SampleWork): Promise<void> {
  const scope = systemScope(orgId, 'sample')
  const happenings = only(simulate(row.seed, row.nowMs).happenings)
  const total = executionsIn(happenings)
  if (!(await changeSample(db, orgId, 'loading', { total }))) return
  const tokens = await mintSampleTokens(scope, row.sources, db)
  const fromMs = row.nowMs - SAMPLE_DAYS * DAY_MS
  const hooks = sampleHooks(row.seed, fromMs, row.nowMs)
  const repository = row.repository === null ? null : { orgId, repositoryId: row.repository }
  if (repository !== null)
    await writeSampleHistory(db, repository, sampleRepository(row.seed, fromMs, row.nowMs))
  let { done, items } = row
  for (const { step, beginMs, untilMs } of stepsFrom(happenings, done)) {
    if (!(await mayGoOn())) return
    const requests = requestsOf(step)
    const told = hooks.filter(({ atMs }) => atMs >= beginMs && atMs < untilMs)
    await Promise.all([
      ...requests.map(({ source, signal, body }) =>
        send({ path: `/v1/${signal}`, body }, tokens.get(source) ?? ''),
      ),
      ...told.map(({ source, headers, body }) =>
        send({ path: `/api/hooks/${row.sources[source]}`, headers, body }, tokens.get(source) ?? ''),
      ),
    ])
    done += executionsIn(step)
    items += requests.reduce((sum, request) => sum + request.items, 0)
    // Somebody stopped it, or wants it removed.
    if (!(await changeSample(db, orgId, 'loading', { done, items }))) break
  }
  if (repository !== null) await joinSampleHistory(db, repository)
  await endSampleTokens(scope, row.sources, db)
  await changeSample(db, orgId, 'loading', { phase: 'loaded' }, { finishedAt: new Date() })
}

type Step = { step: Happening[]; beginMs: number; untilMs: number }

/** The executions that are still to be sent, in steps, each with the time that is its own. */
function stepsFrom(happenings: readonly Happening[], done: number): Step[] {
  const steps: Step[] = []
  let passed = 0
  for (let at = 0; at < happenings.length; at += STEP) {
    const step = happenings.slice(at, at + STEP)
    passed += executionsIn(step)
    if (passed <= done) continue
    const beginMs = at === 0 ? Number.NEGATIVE_INFINITY : (step[0]?.startMs ?? 0)
    steps.push({ step, beginMs, untilMs: happenings[at + STEP]?.startMs ?? Number.POSITIVE_INFINITY })
  }
  return steps
}
