import { checkDatabase } from '@/db/check-database'
import { startEmbedded } from '@/db/embedded/embedded-postgres'
import { config } from '@/lib/config'
import { say } from './say'

/** The database of this installation, ours for as long as we hold it. */
export type Installation = {
  url: string
  what: string
  /** Brings the database back if it is ours and gone; true when that was so. */
  revive: () => Promise<boolean>
  close: () => Promise<void>
}

/** Reaches the database that `DATABASE_URL` names, else joins or starts the embedded one. */
export async function openInstallation(): Promise<Installation> {
  const { databaseUrl, root, dataDir } = config()
  if (databaseUrl !== null) {
    const version = await checkDatabase(databaseUrl)
    const what = `PostgreSQL ${version} of DATABASE_URL`
    return { url: databaseUrl, what, revive: async () => false, close: async () => undefined }
  }
  const embedded = await startEmbedded({ root, dataDir, log: say })
  const what = embedded.adopted ? 'Embedded Postgres joined' : 'Embedded Postgres started'
  return { url: embedded.url, what, revive: embedded.revive, close: embedded.stop }
}
