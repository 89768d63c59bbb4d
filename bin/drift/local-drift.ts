import { createDatabase } from '@/db/client'
import { migrate } from '@/db/migrate'
import { countDrift, listDrift } from '@/db/queries/list-drift'
import { listRetention } from '@/db/queries/list-retention'
import { listSources } from '@/db/queries/list-sources'
import { listTeams } from '@/db/queries/list-teams'
import { systemScope } from '@/lib/auth/system-scope'
import { Obstacle } from '@/lib/model/obstacle'
import { openInstallation } from '../installation'
import { type DriftSource, driftedFlow } from './drift-source'

const PAGE = 200

/** Reads drift from the database of this installation, and closes it when the work is done. */
export async function withLocalDrift<T>(work: (source: DriftSource) => Promise<T>): Promise<T> {
  const installation = await openInstallation()
  try {
    await migrate(installation.url)
    const { db, close } = createDatabase(installation.url, { max: 2, applicationName: 'runledger-drift' })
    try {
      const [organization] = await listRetention(db)
      if (organization === undefined)
        throw new Obstacle(
          'Runledger is not set up yet',
          'Open the set-up link of `npm start`, or use `bin/runledger setup`.',
        )
      const scope = systemScope(organization.orgId, 'bin/runledger drift')
      return await work({
        teams: () => listTeams(scope, db),
        sources: () => listSources(scope, db),
        counts: (question) => countDrift(scope, question, db),
        page: async (question, state, page) => {
          const rows = await listDrift(scope, { ...question, state, page }, PAGE, db)
          return { flows: rows.slice(0, PAGE).map(driftedFlow), hasMore: rows.length > PAGE }
        },
      })
    } finally {
      await close()
    }
  } finally {
    await installation.close()
  }
}
