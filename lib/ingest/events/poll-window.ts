import { JsonReader } from './json-reader'
import type { PolledPage, ToolApi } from './tool'

/** So far a source looks back that has never been asked. */
const FIRST_LOOK_SECONDS = 86_400
/** So far a round looks back into the one before: what a tool tells of a moment may be complete a little later. */
export const OVERLAP_SECONDS = 60

/** What a round reads: all that changed since `from`. It is the same for a round that goes on where another was cut short. */
export type PollWindow = {
  from: Date
  /** When the round began that this one goes on with. */
  roundAt: Date
  /** Where the next round goes on once all of this one is read, in ISO 8601. */
  next: string
  /** The cursor that the round began with. */
  kept: JsonReader
}

/** The window of a round by the cursor of the one before, as far as that is one of ours. */
export function windowOf(api: Pick<ToolApi, 'now'>, cursor: unknown): PollWindow {
  const kept = new JsonReader(cursor)
  const roundAt = momentOf(kept.at('roundAt').text()) ?? api.now()
  return {
    from: momentOf(kept.at('since').text()) ?? before(api.now(), FIRST_LOOK_SECONDS),
    roundAt,
    next: before(roundAt, OVERLAP_SECONDS).toISOString(),
    kept,
  }
}

/** The cursor of a round that is cut short: the same window, at this place in it. */
export const within = ({ from, roundAt }: PollWindow, place: Record<string, unknown>) => ({
  since: from.toISOString(),
  roundAt: roundAt.toISOString(),
  ...place,
})

/** Reads a window in pages of `size` by their offset; `beside` is kept with the cursor of each. */
export async function* offsetPages(
  window: PollWindow,
  size: number,
  read: (offset: number) => Promise<{ items: unknown[]; count: number }>,
  beside: Record<string, unknown> = {},
): AsyncGenerator<PolledPage, void> {
  let offset = window.kept.at('offset').count() ?? 0
  for (let isMore = true; isMore; ) {
    const { items, count } = await read(offset)
    offset += count
    isMore = count === size
    yield { items, cursor: { ...(isMore ? within(window, { offset }) : { since: window.next }), ...beside } }
  }
}

/** Executions that had not ended when the round before looked at them. */
export const openOf = (kept: JsonReader): string[] =>
  kept
    .at('open')
    .items()
    .flatMap((each) => each.text() ?? [])

/** The time that a text tells, null where it is none. */
export const momentOf = (text: string | undefined): Date | null =>
  text === undefined || Number.isNaN(Date.parse(text)) ? null : new Date(text)

/** A time so much earlier. */
export const before = (of: Date, seconds: number): Date => new Date(of.getTime() - seconds * 1_000)
