import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { type Db, database } from '@/db/client'
import { auditStreams } from '@/db/schema/audit-streams'
import type { Json } from '@/lib/audit/canonical-json'
import { type StreamSetting, streamAddress } from '@/lib/model/audit-stream'
import { Refusal } from '@/lib/model/refusal'
import type { Scope } from '@/lib/model/scope'
import { findStream, isStream, type StreamRow, targetOf } from './audit-stream-rows'
import { type Audited, audited } from './audited'

/** Streams of one organization; more would only be mistakes. */
const MOST = 20

/** Sends entries somewhere from now on, or all that there are. The secret is sealed (lib/auth/sealed-secret, `audit-stream`). */
export const addStream = (
  scope: Scope,
  setting: StreamSetting,
  { sealedSecret, from }: { sealedSecret: string | null; from: 'now' | 'beginning' },
  on: Db = database(),
): Promise<{ streamId: string }> =>
  audited(
    scope,
    { permission: 'audit.write', teamId: null },
    async (tx) => {
      const { orgId } = scope
      if ((await tx.$count(auditStreams, eq(auditStreams.orgId, orgId))) >= MOST)
        throw new Refusal('conflict', `The audit log is streamed to ${MOST} places at most.`)
      const id = randomUUID()
      const made = await tx
        .insert(auditStreams)
        .values({
          ...columnsOf(setting),
          ...{ orgId, id, sealedSecret, createdAt: new Date() },
          cursor:
            from === 'beginning'
              ? 0
              : sql`coalesce((select h.seq from audit_heads h where h.org_id = ${orgId}), 0)`,
        })
        .onConflictDoNothing({ target: [auditStreams.orgId, auditStreams.name] })
        .returning({ id: auditStreams.id })
      if (made.length === 0) throw known()
      const after = { ...shownOf({ ...columnsOf(setting), sealedSecret }), from }
      return {
        result: { streamId: id },
        entry: { action: 'audit_stream.created', target: target(id), after },
      }
    },
    on,
  )

/** Changes where a stream goes and what it sends. `sealedSecret` undefined keeps the one that is there. */
export const updateStream = (
  scope: Scope,
  streamId: string,
  setting: StreamSetting,
  sealedSecret?: string | null,
  on: Db = database(),
): Promise<void> =>
  auditedChange(scope, streamId, on, async (tx, before) => {
    if (before.kind !== setting.target.kind)
      throw new Refusal('invalid', 'A stream stays what it is: make another one.', null, 'kind')
    if (before.name !== setting.name && (await isTaken(tx, scope.orgId, setting.name))) throw known()
    const secret = sealedSecret === undefined ? {} : { sealedSecret }
    const set = { ...columnsOf(setting), ...secret }
    // What failed is tried again at once: it may be well now.
    await tx
      .update(auditStreams)
      .set({ ...set, attempts: 0, nextAttemptAt: null })
      .where(isStream(before))
    const after = shownOf({ ...before, ...set })
    return {
      result: undefined,
      entry: {
        action: 'audit_stream.changed',
        target: target(streamId),
        before: shownOf(before),
        after: sealedSecret == null ? after : { ...after, hasNewSecret: true },
      },
    }
  })

/** Sends nothing until it is resumed, which reads on from where it was. */
export const pauseStream = (
  scope: Scope,
  streamId: string,
  isPaused: boolean,
  on: Db = database(),
): Promise<void> =>
  auditedChange(scope, streamId, on, async (tx, before) => {
    if ((before.pausedAt !== null) === isPaused)
      throw new Refusal('conflict', isPaused ? 'It is paused already.' : 'It is not paused.')
    await tx
      .update(auditStreams)
      .set({ pausedAt: isPaused ? new Date() : null, attempts: 0, nextAttemptAt: null })
      .where(isStream(before))
    return {
      result: undefined,
      entry: {
        action: isPaused ? 'audit_stream.paused' : 'audit_stream.resumed',
        target: target(streamId),
        after: { name: before.name, cursor: before.cursor },
      },
    }
  })

/** Ends a stream. What was sent stays where it is. */
export const removeStream = (scope: Scope, streamId: string, on: Db = database()): Promise<void> =>
  auditedChange(scope, streamId, on, async (tx, before) => {
    await tx.delete(auditStreams).where(isStream(before))
    return {
      result: undefined,
      entry: {
        action: 'audit_stream.removed',
        target: target(streamId),
        before: { ...shownOf(before), cursor: before.cursor },
      },
    }
  })

/** Puts a secret in place of the one that is there, which signs too until then where it is to be kept. */
export const rotateStreamSecret = (
  scope: Scope,
  streamId: string,
  { sealedSecret, previousUntil }: { sealedSecret: string; previousUntil: Date | null },
  on: Db = database(),
): Promise<void> =>
  auditedChange(scope, streamId, on, async (tx, before) => {
    await tx
      .update(auditStreams)
      .set({
        ...{ sealedSecret, previousUntil, attempts: 0, nextAttemptAt: null },
        sealedPrevious: previousUntil === null ? null : before.sealedSecret,
      })
      .where(isStream(before))
    return {
      result: undefined,
      entry: {
        action: 'audit_stream.rotated',
        target: target(streamId),
        after: { name: before.name, previousUntil: previousUntil?.toISOString() ?? null },
      },
    }
  })

/** Writes down that a test event was sent, and what came of it. Where it was taken, what waits is sent at once. */
export const noteStreamTest = (
  scope: Scope,
  streamId: string,
  error: string | null,
  on: Db = database(),
): Promise<void> =>
  auditedChange(scope, streamId, on, async (tx, before) => {
    if (error === null) await tx.update(auditStreams).set({ nextAttemptAt: null }).where(isStream(before))
    return {
      result: undefined,
      entry: {
        action: 'audit_stream.tested',
        target: target(streamId),
        after: { name: before.name, error },
      },
    }
  })

const auditedChange = <T>(
  scope: Scope,
  streamId: string,
  on: Db,
  change: (tx: Db, before: StreamRow) => Promise<Audited<T>>,
): Promise<T> =>
  audited(
    scope,
    { permission: 'audit.write', teamId: null, target: { kind: 'audit_stream', id: streamId } },
    async (tx) => {
      const before = await findStream(tx, { orgId: scope.orgId, id: streamId }, 'update')
      if (before === null) throw new Refusal('not_found', 'There is no such stream.')
      return change(tx, before)
    },
    on,
  )

async function isTaken(tx: Db, orgId: string, name: string): Promise<boolean> {
  const found = await tx
    .select({ id: auditStreams.id })
    .from(auditStreams)
    .where(sql`${auditStreams.orgId} = ${orgId} and ${auditStreams.name} = ${name}`)
  return found.length > 0
}

const known = () => new Refusal('conflict', 'There is a stream of this name already.', null, 'name')
const target = (id: string) => ({ kind: 'audit_stream', id, teamId: null })

type Columns = Pick<StreamRow, 'name' | 'kind' | 'settings' | 'shape' | 'teamIds' | 'actions'>

const columnsOf = ({ name, target: to, shape, filter }: StreamSetting): Columns => ({
  name,
  kind: to.kind,
  settings: to.settings,
  shape,
  teamIds: filter.teamIds,
  actions: filter.actions,
})

/** What of a stream stands in the audit log: all but its secrets. */
const shownOf = (of: Columns & Pick<StreamRow, 'sealedSecret'>): Record<string, Json> => ({
  name: of.name,
  kind: of.kind,
  address: streamAddress(targetOf(of.kind, of.settings)),
  settings: of.settings as Json,
  shape: of.shape,
  teamIds: of.teamIds,
  actions: of.actions,
  hasSecret: of.sealedSecret !== null,
})
