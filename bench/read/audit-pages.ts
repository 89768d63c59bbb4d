import type { Pool } from 'pg'
import type { Page } from './pages'

const BAR_MS = 150
const DAY_MS = 86_400_000

/** The auditor of one team of the installation: that in which most was done. */
export const AUDITOR_EMAIL = 'auditor@runledger.example'

/** Makes the auditor, with the password of the bench's own person; an installation that was kept may have one. */
export async function addAuditor(pool: Pool, orgId: string): Promise<void> {
  await pool.query(
    `insert into users (org_id, id, email, name, password_hash, is_owner, created_at)
     select org_id, md5($2)::uuid, $2, 'Auditor', password_hash, false, created_at from users
     where org_id = $1 and is_owner limit 1 on conflict do nothing`,
    [orgId, AUDITOR_EMAIL],
  )
  await pool.query(
    `insert into memberships (org_id, user_id, team_id, role)
     select $1::uuid, md5($2)::uuid, team_id, 'auditor' from audit_entries where org_id = $1 and team_id is not null
     group by team_id order by count(*) desc limit 1 on conflict do nothing`,
    [orgId, AUDITOR_EMAIL],
  )
}

/** The audit log by every filter and by several at once, each as an owner and as a team's auditor ask for it. */
export async function auditPagesOf(pool: Pool, orgId: string, requests: number): Promise<Page[]> {
  const { rare, common, actor, team, ip, token, target } = await commonAndRare(pool, orgId)
  const day = (ago: number) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10)
  const between = `range=between&from=${day(6)}&to=${day(5)}`
  const searches: [name: string, search: string][] = [
    ['all', ''],
    ['rare action', `action=${rare}`],
    ['common action', `action=${common}`],
    ['noun', 'action=token'],
    ['team and rare action', `team=${team}&action=${rare}`],
    ['actor and time', `actor=${actor}&${between}`],
    ['actor and rare action', `actor=${actor}&action=${rare}`],
    ['actor and what only Runledger does', `actor=${actor}&action=flow.changed`],
    ['target', `target=${target}`],
    ['denied', 'outcome=denied'],
    ['denied and actor', `outcome=denied&actor=${actor}`],
    ['source', 'source=api'],
    ['one token', `source=api:${token}`],
    ['source and what never came by it', 'source=api&action=flow.changed'],
    ['address', `ip=${ip}`],
    ['rare words', 'q=repository'],
    ['common words', 'q=orders'],
    ['words and team', `q=customers&team=${team}`],
    ['words that nothing has', 'q=zebra'],
  ]
  return (['owner', 'auditor'] as const).flatMap((as) =>
    searches.map(([name, search]) => ({
      name: `audit, ${as}: ${name}`,
      barMs: BAR_MS,
      as,
      paths: Array.from({ length: requests }, () => `/audit${search === '' ? '' : `?${search}`}`),
    })),
  )
}

/** What to ask for, by what this log has. */
async function commonAndRare(pool: Pool, orgId: string): Promise<Record<string, string>> {
  const one = async (column: string, where: string, order: 'asc' | 'desc'): Promise<string> => {
    const found = await pool.query<{ value: string }>(
      `select ${column} as value from audit_entries where org_id = $1 and ${where}
       group by 1 order by count(*) ${order}, 1 limit 1`,
      [orgId],
    )
    return found.rows[0]?.value ?? 'none'
  }
  return {
    rare: await one('action', 'team_id is not null', 'asc'),
    common: await one('action', 'true', 'desc'),
    actor: await one('actor_id', `actor_kind = 'user'`, 'desc'),
    team: await one('team_id::text', 'team_id is not null', 'desc'),
    ip: await one('ip', 'ip is not null', 'desc'),
    token: await one('source_id', `source_kind = 'api' and source_id is not null`, 'desc'),
    target: await one(`target_kind || ':' || target_id`, `action = 'member.added'`, 'desc'),
  }
}
