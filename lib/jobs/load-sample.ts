import type { Db } from '@/db/client'
import { changeSample, type SampleRow } from '@/db/store/sample-row'
import { endSampleTokens, mintSampleTokens } from '@/db/store/sample-tokens'
import { systemScope } from '@/lib/auth/system-scope'
import type { Happening } from '@/lib/sample/happening'
import { executionsIn, requestsOf, simulate } from '@/lib/sample/simulate'
import type { SendSample } from './send-sample'

/** Executions in one step: progress is noted, and a wish to stop heard, after each. */
const STEP = 120

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
  let { done, items } = row
  for (const step of stepsFrom(happenings, done)) {
    if (!(await mayGoOn())) return
    const requests = requestsOf(step)
    await Promise.all(requests.map((request) => send(request, tokens.get(request.source) ?? '')))
    done += executionsIn(step)
    items += requests.reduce((sum, request) => sum + request.items, 0)
    // Somebody stopped it, or wants it removed.
    if (!(await changeSample(db, orgId, 'loading', { done, items }))) break
  }
  await endSampleTokens(scope, row.sources, db)
  await changeSample(db, orgId, 'loading', { phase: 'loaded' }, { finishedAt: new Date() })
}

/** The executions that are still to be sent, in steps. */
function stepsFrom(happenings: readonly Happening[], done: number): Happening[][] {
  const steps: Happening[][] = []
  let passed = 0
  for (let at = 0; at < happenings.length; at += STEP) {
    const step = happenings.slice(at, at + STEP)
    passed += executionsIn(step)
    if (passed > done) steps.push(step)
  }
  return steps
}
