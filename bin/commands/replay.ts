import { replayRange } from '@/db/store/replay-events'
import { Obstacle } from '@/lib/model/obstacle'
import type { Replay } from '@/lib/model/replay'
import { dim, say } from '../say'
import { onSource } from './source-work'

export type ReplayOptions = {
  source: string
  since?: string
  until?: string
  after?: string
  type?: string
  dryRun?: boolean
}

/** `replay`: reads a source's stored events again, page by page, the newest first; says where to go on if it is stopped. */
export async function replay(options: ReplayOptions): Promise<void> {
  const [since, until] = [momentOf(options.since), momentOf(options.until)]
  const isPreview = options.dryRun === true
  const totals = await onSource('replay', options.source, async ({ db, scope, source }) => {
    const total = { events: 0, unread: 0, executionsExpired: 0, executionsChanged: 0, executionsAddedTo: 0 }
    let after = options.after
    do {
      const filter = { sourceId: source.sourceId, since, until, type: options.type, after }
      const page = await replayRange(scope, filter, { on: db, isPreview })
      show(page.replay)
      total.events += page.replay.eventCount
      total.unread += page.replay.unreadCount
      total.executionsExpired += page.replay.expiredCount
      total.executionsChanged += page.replay.changedCount
      total.executionsAddedTo += page.replay.executions.filter(({ isWhole }) => !isWhole).length
      after = page.next ?? undefined
      if (after !== undefined)
        say(dim(`  ${total.events} events so far; to go on from here: --after ${after}`))
    } while (after !== undefined)
    return total
  })
  say(
    isPreview
      ? 'Nothing was changed. Without --dry-run, this is what would be.'
      : 'Done; each page is in the audit log.',
  )
  process.stdout.write(`${JSON.stringify(totals)}\n`)
}

function show({ executions }: Replay): void {
  for (const { outcome, flow, nativeId, fields, taskRuns, isWhole } of executions) {
    if (outcome === 'same') continue
    const tasks = Object.entries(taskRuns).flatMap(([what, count]) =>
      count > 0 ? [`${count} task runs ${what}`] : [],
    )
    const changes = fields.map(({ field, before, after }) => `${field}: ${before ?? '–'} → ${after ?? '–'}`)
    say(`${flow} ${nativeId} ${outcome}${isWhole ? '' : ' (added to; not all of its events are stored)'}`)
    if (outcome === 'changed') for (const line of [...changes, ...tasks]) say(`  ${line}`)
  }
}

function momentOf(given: string | undefined): Date | undefined {
  if (given === undefined) return undefined
  const at = new Date(given)
  if (!Number.isNaN(at.getTime())) return at
  throw new Obstacle(`"${given}" is no time`, 'Give one such as 2026-11-21 or 2026-11-21T08:30:00Z.')
}
