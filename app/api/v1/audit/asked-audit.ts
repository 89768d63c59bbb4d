import type { z } from 'zod'
import type { auditQuery } from '@/lib/api/audit-operations'
import type { AuditFilter } from '@/lib/model/audit-entry'
import { Refusal } from '@/lib/model/refusal'

type AuditQuery = z.output<z.ZodObject<typeof auditQuery>>

/** What a query of the API asks of the log. */
export function askedAudit(query: AuditQuery, cursor?: string): AuditFilter {
  const { q, actor, action, target, team, outcome, source, ip, from, to } = query
  const [targetKind = '', ...rest] = target?.split(':') ?? []
  return {
    ...(q === undefined ? {} : { text: q }),
    ...(actor === undefined ? {} : { actor }),
    ...(action === undefined ? {} : { action }),
    ...(targetKind === '' ? {} : { targetKind }),
    ...(rest.length === 0 ? {} : { targetId: rest.join(':') }),
    ...(team === undefined ? {} : { team }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(source === undefined ? {} : { source }),
    ...(ip === undefined ? {} : { ip }),
    ...(from === undefined ? {} : { since: new Date(from) }),
    ...(to === undefined ? {} : { until: new Date(to) }),
    ...(cursor === undefined ? {} : { after: seqOf(cursor) }),
  }
}

function seqOf(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor))
    throw new Refusal('invalid', 'cursor: It is not the `next` of an answer.', null, 'cursor')
  return Number(cursor)
}

/** The same in the words of an address, as entries about reading and exporting say it. */
export function wordsOf(query: AuditQuery): string {
  const words = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (typeof value === 'string') words.set(name, value)
  return words.toString()
}
