import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import type { EventRequest, EventSink } from '@/lib/ingest/events/event-sink'
import { readerOf } from '@/lib/ingest/events/reader'
import { couldHoldSecretText, redactJson } from '@/lib/ingest/redact/redact-json'
import { Redactions } from '@/lib/ingest/redact/redactions'
import type { IngestSource } from '@/lib/model/ingest-source'
import { Refusal } from '@/lib/model/refusal'

/** One request in the spool: everything but how to read it, which its tool knows. */
type Spooled = {
  source: IngestSource
  headers: Record<string, string>
  body: string
}

const DRAIN_EVERY_MS = 2_000
/** A disk that fills up because Postgres is away would be the next outage. */
const MOST_BYTES = 512 * 1024 * 1024

export type EventSpool = {
  /** Resolves once the request is on disk for good. Rejects with `unavailable` when there is no room. */
  put(request: EventRequest): Promise<void>
  /** Writes what lies there as soon as the sink takes it, until closed. */
  close(): Promise<void>
}

/**
 * Webhooks that came while there was no database, one file each: synced, and the folder with it, before the tool is told 202.
 * They go to the sink in the order of their arrival when it takes them again; secrets are taken out before anything is written.
 */
export function openEventSpool(
  folder: string,
  sink: EventSink,
  report: (error: unknown) => void,
): EventSpool {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let isClosed = false
  let draining: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    draining = draining.then(() => drain()).catch(report)
  }, DRAIN_EVERY_MS)

  return {
    put: async (request) => {
      if ((await sizeOf(folder)) + request.body.length > MOST_BYTES) {
        throw new Refusal('unavailable', 'the database is away and the spool is full, try again', 30)
      }
      await writeSynced(folder, JSON.stringify(spooled(request)))
    },
    close: async () => {
      isClosed = true
      clearInterval(timer)
      await draining
    },
  }

  async function drain(): Promise<void> {
    for (const name of await waiting(folder)) {
      if (isClosed || !sink.hasRoom(1)) return
      const file = path.join(folder, name)
      const text = await readIfThere(file)
      if (text === null) continue
      const request = requestOf(JSON.parse(text))
      try {
        if (request !== null) await sink.write(request)
      } catch (error) {
        if (error instanceof Refusal && error.code === 'unavailable') return
        // It was taken, so it is not thrown away: an operator finds it with the reason in the log.
        report(error)
        await fs.rename(file, `${file}.failed`)
        continue
      }
      await fs.rm(file, { force: true })
    }
  }
}

/** Null where another process of this machine was faster with it. */
async function readIfThere(file: string): Promise<string | null> {
  try {
    return await fs.readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

const waiting = async (folder: string): Promise<string[]> =>
  (await fs.readdir(folder)).filter((name) => name.endsWith('.json')).sort()

async function sizeOf(folder: string): Promise<number> {
  const sizes = await Promise.all(
    (await fs.readdir(folder)).map(async (name) => (await fs.stat(path.join(folder, name))).size),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** A name that sorts by time; the file is complete under it or not there at all, whatever happens meanwhile. */
async function writeSynced(folder: string, text: string): Promise<void> {
  const name = `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID()}`
  const unfinished = path.join(folder, `${name}.part`)
  const file = await fs.open(unfinished, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await fs.rename(unfinished, path.join(folder, `${name}.json`))
  const directory = await fs.open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** Refuses what no tool would have sent: nobody would read it later either. */
function spooled({ source, headers, body }: EventRequest): Spooled {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    const clean = redactJson(parsed, new Redactions(), couldHoldSecretText(body))
    return { source, headers, body: clean === parsed ? body.toString('utf8') : JSON.stringify(clean) }
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal('invalid', 'the body is not JSON')
    throw error
  }
}

/** The request again; null where its tool takes no webhooks any more. */
function requestOf({ source, headers, body }: Spooled): EventRequest | null {
  const reader = readerOf(source.kind, 'webhook', null, source.mapping)
  if (reader === null) return null
  const { dialect, parser, decode } = reader
  return {
    protocol: 'webhook',
    source,
    dialect,
    parser,
    decode,
    headers,
    body: Buffer.from(body),
    isJson: true,
  }
}
