import { sql } from 'drizzle-orm'
import { listAuditStreams } from '@/db/queries/list-audit-streams'
import { auditStreams } from '@/db/schema/audit-streams'
import { AuditWorld } from '@/db/testing/audit-world'
import { testScope } from '@/db/testing/scopes'
import { type TestDatabase, testDatabase } from '@/db/testing/test-database'
import { streamTo } from '@/lib/auth/set-audit-stream'
import { SignedHeaders } from '@/lib/ingest/events/verification'
import { verifyStandard } from '@/lib/ingest/events/verify-standard'
import type { ListedStream, StreamSetting, StreamTarget } from '@/lib/model/audit-stream'
import type { Scope } from '@/lib/model/scope'
import { AuditStreamer } from '../stream-audit'
import { type ToolServer, toolServer } from './tool-server'

/** All that a stream is but where it goes. */
export const SETTING: Omit<StreamSetting, 'target'> = {
  name: 'SIEM',
  shape: 'jsonl',
  filter: { teamIds: null, actions: null },
}

/** The numbers from one to another, both among them. */
export const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, n) => first + n)

/** The numbers of the entries in messages of a webhook. */
export const seqsOf = (bodies: readonly string[]): number[] =>
  bodies.flatMap((body) => JSON.parse(body).data.entries.map(({ seq }: { seq: number }) => seq))

type Taken = { taken: string[]; status: { now: number } }
const shared = globalThis as { runledgerDatabase?: unknown }

/** The log of one organization, who streams it, and a server that takes webhooks and OTLP. */
export class StreamWorld {
  readonly log: AuditWorld
  readonly owner: Scope
  readonly streamer: AuditStreamer
  readonly #closing: (() => Promise<unknown>)[] = []
  clockMs = Date.now()

  private constructor(
    readonly database: TestDatabase,
    readonly tool: ToolServer,
  ) {
    this.log = new AuditWorld(database.db)
    this.owner = testScope({ orgId: this.log.orgId, isOwner: true })
    this.streamer = new AuditStreamer(database.db, 'ledger.example.com', () => this.clockMs)
    this.closing(tool.close)
  }

  /** A database for the tests of one file, which verbs use that are not given one. */
  static async database(): Promise<TestDatabase & { giveBack: () => Promise<void> }> {
    const before = shared.runledgerDatabase
    const database = await testDatabase()
    shared.runledgerDatabase = database
    const giveBack = async () => {
      shared.runledgerDatabase = before
      await database.close()
    }
    return Object.assign(database, { giveBack })
  }

  static async in(database: TestDatabase): Promise<StreamWorld> {
    await database.db.delete(auditStreams)
    await database.db.execute(sql`delete from leases`)
    return new StreamWorld(database, await toolServer())
  }

  closing(close: () => Promise<unknown>): void {
    this.#closing.push(close)
  }

  async close(): Promise<void> {
    await this.streamer.stop()
    await Promise.all(this.#closing.map((close) => close()))
  }

  /** Streams from the first entry on. */
  add(
    target: StreamTarget,
    { secret = null, ...setting }: Partial<StreamSetting> & { secret?: string | null } = {},
  ): Promise<{ streamId: string; secret: string | null }> {
    return streamTo(this.owner, { ...SETTING, target, secret, from: 'beginning', ...setting })
  }

  webhook(path = '/hook'): StreamTarget {
    return { kind: 'webhook', settings: { url: `${this.tool.address}${path}` } }
  }

  streams(): Promise<ListedStream[]> {
    return listAuditStreams(this.owner, this.database.db)
  }

  async only(): Promise<ListedStream> {
    const [stream] = await this.streams()
    if (stream === undefined) throw new TypeError('there is no stream')
    return stream
  }

  /** Sends all that can be sent now. */
  async turn(): Promise<void> {
    await this.streamer.look()
    await this.streamer.settled()
  }

  /** Takes webhooks, and keeps those whose signature by one of the secrets is right. */
  takeHooks(secrets: readonly (string | null)[]): Taken {
    const taken: string[] = []
    const status = { now: 204 }
    const known = secrets.map((secret) => secret ?? '')
    this.tool.script(({ body }) => {
      const sent = Object.entries(this.tool.headers.at(-1) ?? {})
      const headers = new SignedHeaders(sent.map(([key, value]) => [key, String(value)] as const))
      const { ok } = verifyStandard(headers, Buffer.from(body), known, this.clockMs)
      if (status.now < 300 && ok) taken.push(body)
      return { status: ok ? status.now : 401, text: '' }
    })
    return { taken, status }
  }
}
