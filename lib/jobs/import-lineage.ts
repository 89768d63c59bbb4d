import { setTimeout as wait } from 'node:timers/promises'
import type { EventOutcome, EventSink } from '@/lib/ingest/events/event-sink'
import { readerOf } from '@/lib/ingest/events/reader'
import { decodeLine, type JsonLine, linesOf, pathIn } from '@/lib/ingest/openlineage/jsonl'
import type { IngestSource } from '@/lib/model/ingest-source'
import { Refusal } from '@/lib/model/refusal'

/** What became of a file. */
export type ImportSummary = { lines: number; stored: number; repeated: number; refused: number }

/** Something of a file that could not be taken: `line 3: run.runId`, and why. */
export type ImportProblem = { path: string; message: string }

/** Lines that are written at once: they go into few transactions. */
const AT_ONCE = 200
const LONGEST_AWAY_MS = 60_000

/**
 * Stores the events of a file of OpenLineage, as if its source had sent them line by line: again is nothing new. Holds some
 * hundred lines at a time, however long the file is.
 */
export async function importLineage(of: {
  chunks: AsyncIterable<Buffer>
  source: IngestSource
  sink: EventSink
  tell: (problem: ImportProblem) => void
}): Promise<ImportSummary> {
  const summary: ImportSummary = { lines: 0, stored: 0, repeated: 0, refused: 0 }
  let some: JsonLine[] = []
  const write = async () => {
    for (const { stored, repeated, rejected } of await Promise.all(some.map((line) => writeLine(line, of)))) {
      summary.lines++
      summary.stored += stored
      summary.repeated += repeated
      summary.refused += rejected.length
      for (const { path, message } of rejected) of.tell({ path, message })
    }
    some = []
  }
  for await (const line of linesOf(of.chunks)) {
    some.push(line)
    if (some.length >= AT_ONCE) await write()
  }
  await write()
  return summary
}

async function writeLine(
  { line, body }: JsonLine,
  { source, sink }: { source: IngestSource; sink: EventSink },
): Promise<EventOutcome> {
  if (body === null) return refused(line, 'longer than 16 MB')
  const reader = readerOf(source.kind, 'openlineage', null)
  if (reader === null) return refused(line, 'nothing reads OpenLineage here')
  const { dialect, parser } = reader
  const request = { source, dialect, parser, decode: decodeLine(line), headers: {}, body }
  const until = performance.now() + LONGEST_AWAY_MS
  for (;;) {
    try {
      return await sink.write({ ...request, protocol: 'openlineage', isJson: true })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.code !== 'unavailable') return refused(line, error.message)
      if (performance.now() > until) throw error
      await wait((error.retryAfterSeconds ?? 1) * 1_000)
    }
  }
}

const refused = (line: number, message: string): EventOutcome => ({
  stored: 0,
  repeated: 0,
  rejected: [{ path: pathIn(line, ''), reason: 'invalid', message, item: null }],
})
