import type { LineageAccount, LineageEvent, LineageKind } from '@/lib/model/lineage'
import { accountOf, accumulate, mentionOf } from './account'
import { recordKeyOf, selfOf } from './record-key'
import { heardOf } from './roles'
import { parentOf, type RunName } from './view'

/** An event with whose it is. */
export type ToldEvent = {
  orgId: string
  sourceId: string
  teamId: string
  environment: string
  eventId: string
  lineage: LineageEvent
}

/** What a batch of events says of one run (or job, or dataset). */
export type Gathered = {
  orgId: string
  sourceId: string
  key: string
  kind: LineageKind
  self: RunName
  account: LineageAccount
  /** Whether an event of its own is among them, and not only a mention by another run. */
  isOwn: boolean
  fallback: { teamId: string; environment: string }
  eventIds: string[]
}

/** Key of a record among those of several organizations. */
export const recordId = (of: { orgId: string; key: string }): string => `${of.orgId}/${of.key}`

/** What events say, by record: each touches its own, and that of the run that started it. */
export function gather(events: readonly ToldEvent[]): Map<string, Gathered> {
  const records = new Map<string, Gathered>()
  for (const event of events) {
    const { lineage } = event
    const self = selfOf(lineage)
    const account = accountOf(lineage)
    add(records, event, lineage.kind, self, account, event.eventId)
    const parent = lineage.kind === 'run' ? parentOf(account, self) : null
    if (parent === null) continue
    add(records, event, 'run', parent, mentionOf(lineage.at, heardOf(account, self, parent)), null)
  }
  return records
}

function add(
  records: Map<string, Gathered>,
  { orgId, sourceId, teamId, environment }: ToldEvent,
  kind: LineageKind,
  self: RunName,
  account: LineageAccount,
  eventId: string | null,
): void {
  const key = recordKeyOf({ orgId, sourceId }, kind, self)
  const known = records.get(recordId({ orgId, key }))
  if (known === undefined) {
    const fallback = { teamId, environment }
    const [isOwn, eventIds] = [eventId !== null, eventId === null ? [] : [eventId]]
    const record = { orgId, sourceId, key, kind, self, account, isOwn, fallback, eventIds }
    records.set(recordId(record), record)
    return
  }
  known.account = accumulate(known.account, account)
  if (eventId === null) return
  known.isOwn = true
  known.eventIds.push(eventId)
}
