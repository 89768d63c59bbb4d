import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { AUDIT_RANGES } from '@/lib/input/audit-address'

const text = parseAsString.withDefault('')

/** The page's only state. */
export const loadAuditParams = createLoader({
  ...{ q: text, actor: text, action: text, target: text, team: text, outcome: text, source: text, ip: text },
  range: parseAsStringLiteral(AUDIT_RANGES).withDefault('all'),
  ...{ from: text, to: text, after: text },
})
