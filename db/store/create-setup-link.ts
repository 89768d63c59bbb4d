import { randomBytes } from 'node:crypto'
import { lt } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { setupTokens } from '@/db/schema/people'
import { hashToken } from '@/lib/secrets/secret-token'
import { isSetUp, SETUP_LINK_DAYS } from './set-up'

/** There is no organization yet that this could belong to. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** The secret of a new one-time set-up link (`/setup?token=…`); null when Runledger is set up already. */
export async function createSetupLink(on: Db = database()): Promise<string | null> {
  if (await isSetUp(on)) return null
  const token = randomBytes(32).toString('base64url')
  const now = new Date()
  await on
    .delete(setupTokens)
    .where(lt(setupTokens.createdAt, new Date(now.getTime() - SETUP_LINK_DAYS * 86_400_000)))
  await on.insert(setupTokens).values({ orgId: NOBODY, hash: hashToken(token), createdAt: now })
  return token
}
