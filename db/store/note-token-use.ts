import { lt, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { tokenUses } from '@/db/schema/sources'

const LONGEST_USER_AGENT = 200

/** Notes that a token was used and by which exporter; at most once a minute, whoever else notes it too. */
export async function noteTokenUse(
  use: { orgId: string; tokenId: string; userAgent: string | null; at: Date },
  on: Db = database(),
): Promise<void> {
  const userAgent = use.userAgent?.replace(/\p{Cc}/gu, '').slice(0, LONGEST_USER_AGENT) ?? null
  await on
    .insert(tokenUses)
    .values({ orgId: use.orgId, tokenId: use.tokenId, lastUsedAt: use.at, userAgent })
    .onConflictDoUpdate({
      target: [tokenUses.orgId, tokenUses.tokenId],
      set: { lastUsedAt: sql`excluded.last_used_at`, userAgent: sql`excluded.user_agent` },
      setWhere: lt(tokenUses.lastUsedAt, new Date(use.at.getTime() - 60_000)),
    })
}
