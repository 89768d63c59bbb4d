import { createDatabase } from '@/db/client'
import { migrate } from '@/db/migrate'
import { firstOrganization } from '@/db/queries/find-accounts'
import { allowPasswords } from '@/db/store/change-sign-in'
import { systemScope } from '@/lib/auth/system-scope'
import { Obstacle } from '@/lib/model/obstacle'
import { openInstallation } from '../installation'
import { say } from '../say'

/** `sign-in --allow-passwords`: the way back for whoever runs the installation, when nobody can sign in any more. */
export async function signIn({ allowPasswords: isAsked }: { allowPasswords?: boolean }): Promise<void> {
  if (!isAsked)
    throw new Obstacle(
      'There is nothing to do',
      'Use `sign-in --allow-passwords`; the rest is under Settings.',
    )
  const installation = await openInstallation()
  try {
    await migrate(installation.url)
    const { db, close } = createDatabase(installation.url, { max: 1, applicationName: 'runledger-sign-in' })
    try {
      const orgId = await firstOrganization(db)
      if (orgId === null)
        throw new Obstacle(
          'Runledger is not set up yet',
          'Open the set-up link of `npm start`, or use `bin/runledger setup`.',
        )
      await allowPasswords(systemScope(orgId, 'bin/runledger sign-in'), db)
      say('People can sign in with their passwords again.')
    } finally {
      await close()
    }
  } finally {
    await installation.close()
  }
}
