import {
  listOpenExecutions,
  type OpenCursor,
  type StoredOpenExecution,
} from '@/db/store/list-open-executions'
import { countCorrections, type PolledSource } from '@/db/store/poll-rounds'
import { executionIdOf } from '@/lib/executions/identity'
import { isLost, isOverdue, overdueAfterMs } from '@/lib/executions/overdue'
import { later } from '@/lib/executions/state'
import { ANSWERED, LOST, readerOf } from '@/lib/ingest/events/reader'
import type { Answer, Loss } from '@/lib/ingest/events/reconciled'
import { toolOf } from '@/lib/ingest/events/registry'
import { log } from '@/lib/log'
import { RECONCILED } from '@/lib/model/event'
import type { UnixNano } from '@/lib/model/fact'
import { hidden, type OpenTool, openTool, type Polling, writePolled } from './poll-round'
import { ToolTrouble } from './tool-request'

/** Executions looked at in one turn, and questions to one tool in it. */
const LOOK_AT = 500
const MOST_QUESTIONS = 20
/** A tool is asked no sooner again about the same execution. */
const ASK_AGAIN_MS = 600_000
const MOST_REMEMBERED = 50_000
/** One tool's questions of a turn take no longer, however slow it is. */
const QUESTIONS_MS = 60_000

/** What the reconciler of a process remembers. */
export class Reconciler {
  readonly #polling: Polling
  readonly #listensSinceMs: number
  readonly #askedAt = new Map<string, number>()
  #cursor: OpenCursor | null = null

  constructor(polling: Polling) {
    this.#polling = polling
    this.#listensSinceMs = polling.clock()
  }

  /**
   * One turn: looks at the next open executions, and asks for those that should be over at their source. What no source knows,
   * or is silent where nobody can be asked, is lost; whatever is heard of it later takes that back. Returns the corrections.
   */
  async turn(polled: readonly PolledSource[], signal: AbortSignal): Promise<number> {
    const nowMs = this.#polling.clock()
    const page = { now: new Date(nowMs), limit: LOOK_AT }
    const { executions, next } = await listOpenExecutions(this.#cursor, page, this.#polling.db)
    this.#cursor = next
    const sources = new Map(polled.map((each) => [keyOf(each.source), each]))
    const bySource = new Map<string, StoredOpenExecution[]>()
    for (const execution of executions.filter((each) => isOverdue(each, nowMs))) {
      const key = keyOf(execution.source)
      bySource.set(key, [...(bySource.get(key) ?? []), execution])
    }
    const done = await Promise.all(
      [...bySource].map(([key, overdue]) => this.#ofSource(sources.get(key) ?? null, overdue, signal)),
    )
    return done.reduce((sum, count) => sum + count, 0)
  }

  async #ofSource(
    polled: PolledSource | null,
    overdue: readonly StoredOpenExecution[],
    signal: AbortSignal,
  ): Promise<number> {
    const corrections = (await this.#ask(polled, overdue, signal)) ?? (await this.#giveUp(overdue))
    const [first] = overdue
    if (corrections > 0 && first !== undefined && (await this.#polling.mayGoOn()))
      await countCorrections(first.source, corrections, this.#polling.db)
    return corrections
  }

  /** Asks the tool; null where there is nobody to ask. */
  async #ask(
    polled: PolledSource | null,
    overdue: readonly StoredOpenExecution[],
    stopping: AbortSignal,
  ): Promise<number | null> {
    if (polled === null) return null
    const ask = toolOf(polled.source.kind)?.poll?.ask
    if (ask === undefined) return null
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(QUESTIONS_MS)])
    let corrections = 0
    try {
      const tool = openTool(polled, this.#polling, signal)
      for (const execution of this.#due(overdue)) {
        const { namespace, flow, nativeId } = execution.of
        const asked = { namespace, flow, nativeId }
        const answer = await carefully(tool, () => ask(tool.api, asked))
        corrections +=
          answer === null || answer === undefined
            ? await this.#lose(execution, 'the source knows no such execution')
            : await this.#answered(execution, { asked, was: execution.state, answer })
      }
    } catch (error) {
      if (stopping.aborted || signal.aborted) return corrections
      // A tool that does not answer has not said that it knows nothing of it.
      if (!(error instanceof ToolTrouble)) throw error
      log('poller').info({ source: polled.source.sourceId, why: error.message }, 'could not be asked')
    }
    return corrections
  }

  /** Those that it is time to ask about, noted as asked. */
  #due(overdue: readonly StoredOpenExecution[]): StoredOpenExecution[] {
    const nowMs = this.#polling.clock()
    const due = overdue.filter(({ id }) => nowMs - (this.#askedAt.get(id) ?? 0) >= ASK_AGAIN_MS)
    if (this.#askedAt.size > MOST_REMEMBERED) this.#askedAt.clear()
    const some = due.slice(0, MOST_QUESTIONS)
    for (const { id } of some) this.#askedAt.set(id, nowMs)
    return some
  }

  async #answered({ source }: StoredOpenExecution, item: Answer): Promise<number> {
    const stored = await writePolled([item], source, this.#polling, ANSWERED)
    return stored > 0 && correctsBy(item, source.kind) ? 1 : 0
  }

  async #giveUp(overdue: readonly StoredOpenExecution[]): Promise<number> {
    const nowMs = this.#polling.clock()
    let corrections = 0
    for (const execution of overdue.filter((each) => this.#isLost(each, nowMs))) {
      const minutes = Math.round(overdueAfterMs(execution.usualP95Ms) / 60_000)
      corrections += await this.#lose(execution, `nothing was heard of it for more than ${minutes} minutes`)
    }
    return corrections
  }

  #isLost(execution: StoredOpenExecution, nowMs: number): boolean {
    const { sourceHeardAtMs } = execution
    return isLost(execution, { sourceHeardAtMs, listensSinceMs: this.#listensSinceMs }, nowMs)
  }

  async #lose(execution: StoredOpenExecution, because: string): Promise<number> {
    const { id, source, of, state, heardAtMs, transitions } = execution
    // What cannot be named again is left alone: it would be told of another execution.
    if (executionIdOf(source.orgId, { ...of, sourceId: source.sourceId }) !== id) return 0
    const item: Loss = { of, at: lastHeard(heardAtMs, transitions), was: state, because }
    return Math.min(1, await writePolled([item], source, this.#polling, LOST))
  }
}

/** Just after the last that was heard: whatever happens after that, by the tool's own clock, takes it back. */
function lastHeard(heardAtMs: number, transitions: StoredOpenExecution['transitions']): UnixNano {
  const heard = String(BigInt(Math.floor(heardAtMs)) * 1_000_000n)
  const last = transitions.reduce<UnixNano | null>((last, { at }) => later(last, at), heard) ?? heard
  return String(BigInt(last) + 1n)
}

const keyOf = ({ orgId, sourceId }: { orgId: string; sourceId: string }): string => `${orgId}/${sourceId}`

/** True when the answer says that it is over. */
function correctsBy(item: Answer, kind: string): boolean {
  const event = { protocol: 'poll' as const, headers: {}, body: item, receivedAt: '0' }
  const { events } = readerOf(kind, 'poll', ANSWERED)?.decode(event) ?? { events: [] }
  return events.some(({ type }) => type === RECONCILED)
}

async function carefully(tool: OpenTool, ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask()
  } catch (error) {
    throw hidden(error, tool.poll, tool.settings)
  }
}
