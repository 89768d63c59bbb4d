import { createDatabase, type Db } from '@/db/client'
import { migrate } from '@/db/migrate'
import { findSourceBySlug } from '@/db/queries/find-source-by-slug'
import { listRetention } from '@/db/queries/list-retention'
import { systemScope } from '@/lib/auth/system-scope'
import type { IngestSource } from '@/lib/model/ingest-source'
import { Obstacle } from '@/lib/model/obstacle'
import type { Scope } from '@/lib/model/scope'
import { openInstallation } from '../installation'

/** What a command that works on one source has at hand. */
export type SourceWork = { db: Db; url: string; scope: Scope; source: IngestSource }

/** Opens the installation and finds the source by its name in addresses; closes everything when the work is done. */
export async function onSource<T>(
  command: string,
  slug: string,
  work: (of: SourceWork) => Promise<T>,
): Promise<T> {
  const installation = await openInstallation()
  try {
    const { url } = installation
    await migrate(url)
    const { db, close } = createDatabase(url, { max: 3, applicationName: `runledger-${command}` })
    try {
      const [organization] = await listRetention(db)
      if (organization === undefined)
        throw new Obstacle(
          'Runledger is not set up yet',
          'Open the set-up link of `npm start`, or use `bin/runledger setup`.',
        )
      const scope = systemScope(organization.orgId, `bin/runledger ${command}`)
      const source = await findSourceBySlug(scope, slug, db)
      if (source === null)
        throw new Obstacle(
          `There is no source "${slug}"`,
          'Its name in addresses is on its page, under Sources.',
        )
      return await work({ db, url, scope, source })
    } finally {
      await close()
    }
  } finally {
    await installation.close()
  }
}
