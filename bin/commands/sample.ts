import { setTimeout as wait } from 'node:timers/promises'
import { createDatabase, type Db } from '@/db/client'
import { migrate } from '@/db/migrate'
import { getSample } from '@/db/queries/get-sample'
import { listRetention } from '@/db/queries/list-retention'
import { removeSample, startSample } from '@/db/store/start-sample'
import { systemScope } from '@/lib/auth/system-scope'
import { config } from '@/lib/config'
import { addressOf } from '@/lib/http/local-address'
import { runSample } from '@/lib/jobs/run-sample'
import { sampleSender } from '@/lib/jobs/send-sample'
import { Obstacle } from '@/lib/model/obstacle'
import { isMoving, type Sample } from '@/lib/model/sample'
import type { Scope } from '@/lib/model/scope'
import { openInstallation } from '../installation'
import { say, step } from '../say'

const LOOK_MS = 500

/** `sample load` and `sample remove`: what the page does, for scripts; ends when it is done. Runledger has to run. */
export async function sample(action: string): Promise<void> {
  if (action !== 'load' && action !== 'remove')
    throw new Obstacle(
      `"${action}" is nothing to do with sample data`,
      'Use `sample load` or `sample remove`.',
    )
  const installation = await openInstallation()
  try {
    await migrate(installation.url)
    const { db, close } = createDatabase(installation.url, { max: 3, applicationName: 'runledger-sample' })
    try {
      await perform(db, action)
    } finally {
      await close()
    }
  } finally {
    await installation.close()
  }
}

async function perform(db: Db, action: 'load' | 'remove'): Promise<void> {
  const [organization] = await listRetention(db)
  if (organization === undefined)
    throw new Obstacle(
      'Runledger is not set up yet',
      'Open the set-up link of `npm start`, or use `bin/runledger setup`.',
    )
  const scope = systemScope(organization.orgId, `bin/runledger sample ${action}`)
  if (action === 'load') await startSample(scope, db)
  else await removeSample(scope, db)
  const what = action === 'load' ? 'Loading the sample' : 'Removing the sample'
  const after = await step(what, () => untilSettled(db, scope))
  if (after?.error != null)
    throw new Obstacle(after.error, 'Start Runledger with `npm start`, then load again.')
  if (after !== null)
    say(`${after.done} executions, ${after.items} spans and log records, from ${after.total} planned`)
}

/** Works on it here, or waits for the worker that already does. */
async function untilSettled(db: Db, scope: Scope): Promise<Sample | null> {
  const { host, otlpHttpPort, url } = config()
  const send = sampleSender([addressOf(host, otlpHttpPort), url])
  for (;;) {
    await runSample(db, send)
    const now = await getSample(scope, db)
    if (now === null || !isMoving(now)) return now
    await wait(LOOK_MS)
  }
}
