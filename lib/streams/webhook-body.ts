import type { ExportedAuditEntry } from '@/lib/model/exported-audit-entry'

/**
 * The message that entries are sent in by a webhook, and its id. The same entries make the same message, however often it is
 * sent; other entries have another id, since receivers drop an id that they know.
 */
export function webhookMessage(
  of: { orgId: string; id: string },
  entries: readonly { entry: ExportedAuditEntry; line: string }[],
): { id: string; body: string } {
  const [first, last] = [entries[0]?.entry, entries.at(-1)?.entry]
  if (first === undefined || last === undefined) throw new RangeError('A message has at least one entry')
  const isTest = first.seq === 0
  const head = JSON.stringify({
    type: isTest ? 'audit.test' : 'audit.entries',
    timestamp: last.at.toISOString(),
  })
  const data = JSON.stringify({ organization: of.orgId, stream: of.id, from: first.seq, to: last.seq })
  const lines = entries.map(({ line }) => line).join(',')
  // A test is sent by hand: each is a message of its own.
  const id = isTest ? `test-${of.id}-${first.at.getTime()}` : `audit-${of.id}-${first.seq}-${last.seq}`
  return { id, body: `${head.slice(0, -1)},"data":${data.slice(0, -1)},"entries":[${lines}]}}` }
}
