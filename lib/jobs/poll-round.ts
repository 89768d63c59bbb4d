import type { Db } from '@/db/client'
import { isOutage } from '@/db/outage'
import { keepPollCursor, type PolledSource } from '@/db/store/poll-rounds'
import { openSecret } from '@/lib/auth/sealed-secret'
import { contentKey } from '@/lib/ingest/events/decoded-event'
import type { EventSink } from '@/lib/ingest/events/event-sink'
import { ASKED, type EventReader, readerOf } from '@/lib/ingest/events/reader'
import { toolOf } from '@/lib/ingest/events/registry'
import type { Poll, ToolApi } from '@/lib/ingest/events/tool'
import { log } from '@/lib/log'
import type { DecodedRequest, IncomingEvent } from '@/lib/model/event'
import type { IngestSource } from '@/lib/model/ingest-source'
import { Refusal } from '@/lib/model/refusal'
import { openToolApi, type ToolApiOptions } from './tool-api'
import { ToolTrouble } from './tool-request'

/** What the rounds of a process share. */
export type Polling = {
  db: Db
  sink: EventSink
  /** False once another process asks, or this one is stopping: nothing is written then. */
  mayGoOn: () => Promise<boolean>
  clock: () => number
}

/** Items written at once: they are small, and go into few transactions. */
const AT_ONCE = 50

/** A source with its tool's API at hand. */
export type OpenTool = { poll: Poll; api: ToolApi; settings: Record<string, string> }

/** Opens the API of a polled source; throws a `ToolTrouble` in words for whoever set it up. */
export function openTool(
  of: Pick<PolledSource, 'source' | 'address' | 'settings'>,
  { clock, longestWaitMs }: Pick<Polling, 'clock'> & Pick<ToolApiOptions, 'longestWaitMs'>,
  signal: AbortSignal,
): OpenTool {
  const poll = toolOf(of.source.kind)?.poll
  if (poll === undefined)
    throw new ToolTrouble(`Sources of the kind ${of.source.kind} have no API that is asked`)
  if (of.address === null) throw new ToolTrouble('The base address is missing')
  const settings = settingsOf(of)
  return { poll, settings, api: openToolApi({ address: of.address, settings, signal, clock, longestWaitMs }) }
}

/**
 * One round: reads pages, writes each, and only then notes where to go on, so that a crash reads a page twice and loses none.
 * Ends early when the time is over, to go on there next time. Returns how many items there were.
 */
export async function pollOnce(of: PolledSource, polling: Polling, signal: AbortSignal): Promise<number> {
  const { poll, api, settings } = openTool(of, { clock: polling.clock }, signal)
  let [items, pages] = [0, 0]
  try {
    for await (const page of poll.round(api, of.cursor)) {
      await writePolled(page.items, of.source, polling)
      if (!(await polling.mayGoOn())) break
      await keepPollCursor(of.source, { cursor: page.cursor, items: page.items.length }, polling.db)
      items += page.items.length
      pages++
      if (signal.aborted) break
    }
  } catch (error) {
    if (!signal.aborted) throw hidden(error, poll, settings)
    if (pages === 0) throw new ToolTrouble('not one page was read within the time of a round')
  }
  return items
}

/** Writes items as events, each a request of its own; returns how many were new. `what` as by `readerOf`. */
export async function writePolled(
  items: readonly unknown[],
  source: IngestSource,
  { sink, mayGoOn }: Polling,
  what: string | null = null,
): Promise<number> {
  const reader = readerOf(source.kind, 'poll', what)
  if (reader === null) return 0
  let stored = 0
  for (let at = 0; at < items.length; at += AT_ONCE) {
    if (!(await mayGoOn())) throw new Refusal('unavailable', 'another process asks now')
    const some = items.slice(at, at + AT_ONCE)
    const written = await Promise.all(some.map((item) => writeOne(item, source, { sink, reader, what })))
    stored += written.reduce((sum, count) => sum + count, 0)
  }
  return stored
}

async function writeOne(
  item: unknown,
  source: IngestSource,
  { sink, reader, what }: { sink: EventSink; reader: EventReader; what: string | null },
): Promise<number> {
  try {
    const outcome = await sink.write({
      protocol: 'poll',
      source,
      dialect: reader.dialect,
      parser: reader.parser,
      decode: orFailed(reader.decode),
      headers: what === null ? {} : { [ASKED]: what },
      body: Buffer.from(JSON.stringify(item) ?? 'null'),
      isJson: true,
    })
    return outcome.stored
  } catch (error) {
    // It would stand in the way of everything after it, for ever.
    if (!(error instanceof Refusal) || error.code === 'unavailable') throw error
    log('poller').warn({ source: source.sourceId, why: error.message }, 'an item was left out')
    return 0
  }
}

/** An item that a bug of ours keeps from being understood is stored all the same, to be read again. */
const orFailed =
  (decode: EventReader['decode']) =>
  (event: IncomingEvent): DecodedRequest => {
    try {
      return decode(event)
    } catch (error) {
      const why = error instanceof Error ? error.message : 'unknown'
      const named = {
        key: contentKey(event.body),
        type: 'unreadable',
        at: null,
        subject: null,
        body: event.body,
      }
      const because = `could not be understood: ${why}`.slice(0, 500)
      return {
        events: [{ ...named, tellings: [], because, isKept: false, isFailed: true, notes: [] }],
        rejected: [],
      }
    }
  }

function settingsOf({ settings }: Pick<PolledSource, 'settings'>): Record<string, string> {
  if (settings === null) return {}
  const opened = openSecret(settings.toString('base64url'), 'connection')
  if (opened === null)
    throw new ToolTrouble('The credentials were saved with another key of the installation: enter them again')
  const parsed: unknown = JSON.parse(opened)
  if (typeof parsed !== 'object' || parsed === null) return {}
  return Object.fromEntries(
    Object.entries(parsed).filter((each): each is [string, string] => typeof each[1] === 'string'),
  )
}

const SHORTEST_SECRET = 4

/** The same trouble without any credential in its words, whoever put it there. */
export function hidden(error: unknown, poll: Poll, settings: Record<string, string>): unknown {
  if (!(error instanceof Error) || error instanceof Refusal || isOutage(error)) return error
  const values = poll.credentials.flatMap(({ name }) => settings[name] ?? [])
  const pair = `${settings.username ?? ''}:${settings.password ?? ''}`
  const all = [...values, Buffer.from(pair).toString('base64')].filter(
    (each) => each.length >= SHORTEST_SECRET,
  )
  const words = all.reduce((text, secret) => text.replaceAll(secret, '…'), error.message)
  if (words === error.message && error instanceof ToolTrouble) return error
  return new ToolTrouble(words.slice(0, 500), error instanceof ToolTrouble ? error.retryAfterMs : null)
}
